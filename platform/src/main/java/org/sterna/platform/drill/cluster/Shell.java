package org.sterna.platform.drill.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a short command of the system and reads all that it says. */
final class Shell {

    /** @param said standard output and error together */
    record Outcome(int status, String said) {
    }

    private Shell() {
    }

    /** Fails with what the command said. */
    static String must(String... command) {
        Outcome outcome = run(command);
        if (outcome.status() != 0) {
            throw new ClusterException(String.join(" ", command) + ": " + outcome.said().strip());
        }
        return outcome.said();
    }

    static Outcome run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(waitFor(process), said);
        } catch (IOException e) {
            throw new ClusterException("cannot run " + command[0] + ": " + e.getMessage(), e);
        }
    }

    /** What has begun ends, whatever else is to end: a network half made is nobody's. */
    private static int waitFor(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
