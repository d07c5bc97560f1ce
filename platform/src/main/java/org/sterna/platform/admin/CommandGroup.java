package org.sterna.platform.admin;

import java.util.ArrayList;
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

    /** A command that changes something: the node writes down who gave it, by the name the operating system has. */
    final int change(DataFolder data, List<String> command) {
        return change(data, command, "");
    }

    final int change(DataFolder data, List<String> command, String input) {
        List<String> named = new ArrayList<>(command);
        named.addAll(List.of("--by", System.getProperty("user.name", "unknown")));
        return sterna.call(data, named, input);
    }
}
