package org.sterna.benchmarks;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a measurement as a program. */
final class Tool {
    private Tool() { }

    /** The exit status; what fails is told in one line. */
    static int execute(Callable<Integer> tool, String... arguments) {
        return new CommandLine(tool).setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(line.getCommandName() + ": " + failure);
            return line.getCommandSpec().exitCodeOnExecutionException();
        }).execute(arguments);
    }
}
