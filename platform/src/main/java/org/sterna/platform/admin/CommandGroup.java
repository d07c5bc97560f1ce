package org.sterna.platform.admin;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that is only the first word of others, such as {@code account}. */
abstract class CommandGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private SternaCommand sterna;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "'" + spec.name() + "' needs one of: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    final Terminal terminal() {
        return sterna.terminal();
    }

    final int call(DataFolder data, List<String> command) {
        return sterna.call(data, command, "");
    }

    final int call(DataFolder data, List<String> command, String input) {
        return sterna.call(data, command, input);
    }
}
