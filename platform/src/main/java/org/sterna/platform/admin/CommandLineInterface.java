package org.sterna.platform.admin;

import java.io.PrintWriter;
import org.sterna.config.SettingsException;
import org.sterna.persistence.embedded.cassandra.EmbeddedCassandraException;
import org.sterna.platform.tls.TlsException;
import picocli.CommandLine;

/** {@code ./sterna COMMAND ...}: parses, does, and turns what went wrong into one line and an exit status. */
public final class CommandLineInterface {
    private CommandLineInterface() {
    }

    /**
     * Runs one command line on this process's own streams.
     *
     * @return the exit status: 0 done, 1 failed, 2 wrongly typed, or what the node or {@link NodeFunctions} said
     */
    public static int run(String[] arguments, NodeFunctions node) {
        return run(arguments, node, Terminal.ofThisProcess());
    }

    static int run(String[] arguments, NodeFunctions node, Terminal terminal) {
        return new CommandLine(new SternaCommand(terminal, node))
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.AUTO))
                .setParameterExceptionHandler((failure, typed) -> {
                    terminal.err().println("sterna: " + failure.getMessage());
                    failure.getCommandLine().usage(terminal.err());
                    return 2;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    terminal.err().println("sterna: " + failure.getMessage());
                    if (!isForTheOperator(failure)) {
                        failure.printStackTrace(terminal.err());
                    }
                    return 1;
                })
                .execute(arguments);
    }

    /** These have a message that says what to do; any other is a bug, and its stack is wanted. */
    private static boolean isForTheOperator(Exception failure) {
        return failure instanceof AdminException || failure instanceof SettingsException || failure instanceof TlsException
                || failure instanceof EmbeddedCassandraException;
    }
}
