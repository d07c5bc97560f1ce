package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetrievalClientTest {
    private static String answer(String line) {
        return switch (line) {
            case "USER jones", "PASS secret" -> "+OK";
            case "STAT" -> "+OK 2 12";
            case "UIDL" -> "+OK 0 messages\r\n.";
            case "RETR 1" -> "+OK 6 octets\r\na\r\n\r\n..\r\n.";
            case "RETR 2" -> "+OK 4 octets\r\n\r\r\n.x\r\n.";
            case "QUIT" -> "+OK Bye";
            default -> "-ERR not " + line;
        };
    }

    private static RetrievalClient client(ScriptedServer server, String password) throws IOException {
        return new RetrievalClient(ImapEndpoint.inTheClear(server.hostAndPort()), "jones", password);
    }

    @Test
    void readsEachAnswerToItsEnd() throws IOException {
        try (ScriptedServer server = new ScriptedServer("+OK ready", RetrievalClientTest::answer); RetrievalClient client = client(server, "secret")) {
            assertThat(client.count()).isEqualTo(2);
            assertThat(client.list("UIDL")).isEqualTo(3);
            assertThat(client.retrieve(2, 1)).isEqualTo(12 + 10);
            assertThat(client.retrieve(2, 2)).isEqualTo(12 + 10);
            assertThatIOException().isThrownBy(() -> client.retrieve(3, 3)).withMessageContaining("RETR 3 is answered -ERR");
            assertThat(client.quit()).isPositive();
        }
    }

    @Test
    void aRefusedLoginIsTold() throws IOException {
        try (ScriptedServer server = new ScriptedServer("+OK ready", RetrievalClientTest::answer)) {
            assertThatIOException().isThrownBy(() -> client(server, "guess")).withMessageContaining("PASS is answered -ERR");
        }
    }
}
