package org.sterna.platform;

import org.sterna.platform.admin.CommandLineInterface;
import org.sterna.platform.node.NodeCommands;

/** The program: {@code ./sterna COMMAND}. */
public final class Main {
    private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private Main() { }

    /** Runs a command and ends with its exit status. */
    public static void main(String[] arguments) {
        if (Runtime.getRuntime().availableProcessors() <= 2 && System.getProperty(COMMON_POOL) == null) {
            System.setProperty(COMMON_POOL, "2");       // with less, CompletableFuture makes a thread for each asynchronous step
        }
        System.exit(CommandLineInterface.run(arguments, new NodeCommands()));
    }
}
