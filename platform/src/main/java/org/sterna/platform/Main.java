package org.sterna.platform;

import org.sterna.platform.admin.CommandLineInterface;
import org.sterna.platform.node.NodeCommands;

/** The program: {@code ./sterna COMMAND}. */
public final class Main {
    private Main() { }

    /** Runs a command and ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(CommandLineInterface.run(arguments, new NodeCommands()));
    }
}
