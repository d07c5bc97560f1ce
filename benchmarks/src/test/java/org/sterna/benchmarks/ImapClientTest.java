package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ImapClientTest {
    private static String answer(String line) {
        return switch (line) {
            case "b1 LOGIN \"jones\" \"secret\"" -> "* CAPABILITY IMAP4rev1\r\nb1 OK welcome";
            case "b2 SELECT \"INBOX\"" -> "* 3 EXISTS\r\n* FLAGS (\\Seen)\r\nb2 OK [READ-WRITE] done";
            case "b3 STATUS \"INBOX\" (MESSAGES)" -> "* STATUS INBOX (MESSAGES 3)\r\nb3 OK done";
            case "b4 IDLE" -> "* 4 EXISTS\r\n+ idling";
            default -> "* BYE not " + line;
        };
    }

    @Test
    void logsInLooksAndIdles() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK ready", ImapClientTest::answer);
                ImapClient client = new ImapClient(ImapEndpoint.inTheClear(server.hostAndPort()))) {
            client.login("jones", "secret");
            client.select("INBOX");
            assertThat(client.messages("INBOX")).isEqualTo(3);
            client.idle();
        }
    }

    @Test
    void aRefusalNamesTheCommandButNotThePassword() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK ready", line -> line.split(" ")[0] + " NO [PRIVACYREQUIRED] TLS first");
                ImapClient client = new ImapClient(ImapEndpoint.inTheClear(server.hostAndPort()))) {
            assertThatIOException().isThrownBy(() -> client.login("jones", "secret"))
                    .withMessageContaining("LOGIN was answered with b1 NO [PRIVACYREQUIRED]").withMessageNotContaining("secret");
        }
    }

    @Test
    void aServerThatTurnsAwayIsTold() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* BYE full", line -> "")) {
            assertThatIOException().isThrownBy(() -> new ImapClient(ImapEndpoint.inTheClear(server.hostAndPort())).close())
                    .withMessageContaining("* BYE full");
        }
    }

    @Test
    void anEndpointHasAPort() {
        assertThatIllegalArgumentException().isThrownBy(() -> ImapEndpoint.inTheClear("localhost")).withMessageContaining("HOST:PORT");
    }
}
