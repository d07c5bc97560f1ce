package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SmtpClientTest {
    private static String answer(String line) {
        return switch (line) {
            case "EHLO client.bench.test" -> "250-mail.bench.test\r\n250-SIZE\r\n250 AUTH PLAIN";
            case "AUTH PLAIN AGpvbmVzAHNlY3JldA==" -> "235 2.7.0 welcome";
            case "RCPT TO:<u1@bench.test>" -> "250 2.1.5 OK";
            case "RCPT TO:<u2@bench.test>" -> "550-5.1.1 No such\r\n550 5.1.1 mailbox";
            default -> "535 5.7.8 not now";
        };
    }

    private static SmtpClient client(ScriptedServer server) throws IOException {
        return new SmtpClient(ImapEndpoint.inTheClear(server.hostAndPort()));
    }

    @Test
    void logsInAndAsks() throws IOException {
        try (ScriptedServer server = new ScriptedServer("220 ready", SmtpClientTest::answer); SmtpClient client = client(server)) {
            client.hello();
            client.login("jones", "secret");
            assertThat(client.answer("RCPT TO:<u1@bench.test>")).isEqualTo("250 2.1.5 OK");
            assertThat(client.answer("RCPT TO:<u2@bench.test>")).isEqualTo("550 5.1.1 mailbox");
        }
    }

    @Test
    void aRefusalIsToldWithoutThePassword() throws IOException {
        try (ScriptedServer server = new ScriptedServer("220 ready", SmtpClientTest::answer); SmtpClient client = client(server)) {
            assertThatIOException().isThrownBy(() -> client.login("jones", "guess")).withMessageContaining("535 5.7.8").withMessageNotContaining("guess");
        }
        try (ScriptedServer server = new ScriptedServer("421 full", line -> "")) {
            assertThatIOException().isThrownBy(() -> client(server).close()).withMessageContaining("421 full");
        }
    }
}
