package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(180)
class RelayThroughputTest {
    private final StringWriter printed = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new RelayThroughput()).setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed)).execute(arguments);
    }

    /** Below the ports that Linux gives to clients, so that none of them takes it before the sink does. */
    private static String freePort() {
        return Integer.toString(IntStream.generate(() -> ThreadLocalRandom.current().nextInt(8_000, 30_000)).limit(1000)
                .filter(RelayThroughputTest::isFree).findFirst().orElseThrow());
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** The shortest way there is: the sink itself is the server. */
    @Test
    void measuresUntilTheLastHasArrived() throws IOException {
        String port = freePort();
        int status = run("--server", "127.0.0.1:" + port, "--sink-port", port, "--sessions", "3", "--messages", "40", "--warmup", "10", "--size", "600",
                "--pipelining", "--pids", Long.toString(ProcessHandle.current().pid()));
        assertThat(printed.toString()).contains("3 sessions, 40 messages of 600 octets", "acknowledged  ", "relayed  ", "missing 0, twice or more 0",
                "processor time").containsPattern("connections +[0-9]+ in all, [0-9]+ at one time");
        assertThat(status).isZero();
    }

    @Test
    void whatDoesNotArriveFailsTheRun() throws IOException {
        try (ScriptedServer liar = new ScriptedServer("220 here", line -> line.equals("DATA") ? "354 go on" : line.equals("QUIT") ? "221 bye"
                : line.matches("\\.|(EHLO|MAIL|RCPT) .*") ? "250 fine" : "")) {
            assertThat(run("--server", liar.hostAndPort(), "--sink-port", freePort(), "--messages", "2", "--limit", "1")).isEqualTo(1);
            assertThat(printed.toString()).contains("missing 2");
        }
    }

    @Test
    void withoutANodeTheSinksPortMustBeTold() {
        assertThat(run("--server", "127.0.0.1:25")).isEqualTo(2);
        assertThat(printed.toString()).contains("--sink-port");
    }
}
