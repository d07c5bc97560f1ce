package org.sterna.benchmarks;

import java.util.concurrent.Callable;
import org.sterna.platform.tls.NativeCryptography;
import picocli.CommandLine;

/** Runs a measurement as a program. */
final class Tool {
    private Tool() { }

    /** The exit status; what fails is told in one line. */
    static int execute(Callable<Integer> tool, String... arguments) {
        NativeCryptography.install();           // a client shares the processors with the servers: its half of a handshake should take as little as theirs
        return new CommandLine(tool).setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(line.getCommandName() + ": " + failure);
            return line.getCommandSpec().exitCodeOnExecutionException();
        }).execute(arguments);
    }
}
