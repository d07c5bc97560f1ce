package org.sterna.platform.admin;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "alias", description = "Other names of domains.")
final class DomainAliasCommands implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private DomainCommands domain;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "'domain alias' needs one of: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(description = "Take mail for ALIAS as if it were for DOMAIN.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "ALIAS") String alias, @Parameters(paramLabel = "DOMAIN") String name) {
        return domain.change(data, List.of("domain", "alias", "add", Typed.domain(alias), Typed.domain(name)));
    }

    @Command(description = "Take no more mail for ALIAS.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "ALIAS") String alias) {
        return domain.change(data, List.of("domain", "alias", "remove", Typed.domain(alias)));
    }

    @Command(description = "List the other names of domains.")
    int list(@Mixin DataFolder data) {
        return domain.call(data, List.of("domain", "alias", "list"));
    }
}
