package org.sterna.platform.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a start that must fail has failed.
 *
 * @param status the exit status
 * @param error  the lines on standard error
 */
record Outcome(int status, List<String> error) {
    private static final int PATIENCE_SECONDS = 300;

    /** Starts the process of a node and waits for its end. */
    static Outcome of(NodeProcess node, String... settings) throws IOException, InterruptedException {
        Path error = Files.createTempFile("sterna-start", ".err");
        Process process = node.launch(List.of(settings), ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.to(error.toFile()));
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a node that must not start did not end");
            }
            return new Outcome(process.exitValue(), Files.readAllLines(error));
        } finally {
            process.destroyForcibly();
            Files.delete(error);
        }
    }
}
