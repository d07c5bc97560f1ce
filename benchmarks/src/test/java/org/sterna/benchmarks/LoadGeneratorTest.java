package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs against servers that do as little as possible. */
@Timeout(180)
class LoadGeneratorTest {
    private final AtomicInteger delivered = new AtomicInteger();
    private final StringWriter printed = new StringWriter();

    @TempDir
    private Path folder;

    /** As the lines of content are lines like any other here, those that are no command get no reply. */
    private String smtp(String line) {
        if (line.equals(".")) {
            delivered.incrementAndGet();
            return "250 2.0.0 taken";
        }
        if (line.equals("DATA")) {
            return "354 go on";
        }
        if (line.equals("QUIT")) {
            return "221 bye";
        }
        return line.matches("(EHLO|MAIL|RCPT) .*") ? "250 fine" : "";
    }

    private String imap(String line) {
        String tag = line.substring(0, line.indexOf(' '));
        return line.contains("STATUS") ? "* STATUS INBOX (UIDNEXT 9 MESSAGES " + (40 + delivered.get()) + ")\r\n" + tag + " OK done"
                : line.equals(tag + " LOGIN \"u0@bench.test\" \"a \\\"word\"") ? tag + " OK in" : tag + " NO";
    }

    private int run(String... arguments) {
        return new CommandLine(new LoadGenerator()).setOut(new PrintWriter(printed)).setErr(new PrintWriter(printed)).execute(arguments);
    }

    @Test
    void countsWhatIsAcknowledgedAndWhatArrives() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "# made up\nu0@bench.test a \"word\n");
        try (ScriptedServer smtp = new ScriptedServer("220 here", this::smtp); ScriptedServer imap = new ScriptedServer("* OK here", this::imap)) {
            int status = run("--port", Integer.toString(smtp.address().getPort()), "--sessions", "3", "--messages", "20", "--warmup", "4",
                    "--size", "600", "--count", "1", "--connection-reuse", "5", "--imap", imap.hostAndPort(), "--user-password", users.toString(),
                    "--pids", Long.toString(ProcessHandle.current().pid()));
            assertThat(printed.toString()).contains("3 sessions, 20 messages of 600 octets", "acknowledged        20, ", "refused 0, reply lost 0",
                    "final dot to reply  p50 ", "354=20", "missing 0", "processor time");
            assertThat(status).isZero();
            assertThat(delivered).hasValue(24);
        }
    }

    @Test
    void aMessageThatIsRefusedFailsTheRun() throws IOException {
        try (ScriptedServer smtp = new ScriptedServer("220 here", line -> line.startsWith("RCPT") ? "550 5.1.1 nobody"
                : line.equals("RSET") ? "250 fine" : smtp(line))) {
            assertThat(run("--port", Integer.toString(smtp.address().getPort()), "--sessions", "1", "--messages", "2")).isEqualTo(1);
            assertThat(printed.toString()).contains("acknowledged        0, ", "refused 2", "550=2");
        }
    }

    @Test
    void imapWithoutAccountsIsAskedBack() {
        assertThat(run("--port", "25", "--imaps", "127.0.0.1:993")).isEqualTo(2);
        assertThat(printed.toString()).contains("--user-password");
    }
}
