package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SyncClientTest {
    private static final String LONG = "x".repeat(300_000);

    private static String answer(String line) {
        return switch (line) {
            case "s1 SELECT box" -> "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [HIGHESTMODSEQ 12] highest\r\ns1 OK [READ-WRITE] done";
            case "s2 FETCH 1:2 BODY[]" -> "* 1 FETCH (BODY[] {10}\r\ns2 OK no\r\n)\r\n* 2 FETCH (BODY[] {300000}\r\n" + LONG + " UID 2)\r\ns2 OK done";
            case "s3 NOOP" -> "* 2 FETCH (FLAGS (" + LONG + "))\r\ns3 OK [HIGHESTMODSEQ 13] done";
            default -> line.split(" ")[0] + " NO not " + line;
        };
    }

    @Test
    void answersAreCountedAndLiteralsPassedOver() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK ready", SyncClientTest::answer);
                SyncClient client = new SyncClient(ImapEndpoint.inTheClear(server.hostAndPort()))) {
            SyncClient.Answer select = client.ask("SELECT box");
            assertThat(select.responses()).isEqualTo(3);
            assertThat(select.code("UIDVALIDITY")).contains(7L);
            assertThat(select.code("HIGHESTMODSEQ")).contains(12L);
            assertThat(select.lines()).first().isEqualTo("* 3 EXISTS");

            SyncClient.Answer fetch = client.ask("FETCH 1:2 BODY[]");
            assertThat(fetch.responses()).isEqualTo(2);
            assertThat(fetch.octets()).isEqualTo(answer("s2 FETCH 1:2 BODY[]").length() + 2);

            SyncClient.Answer noop = client.ask("NOOP");
            assertThat(noop.responses()).isEqualTo(1);
            assertThat(noop.code("HIGHESTMODSEQ")).contains(13L);
            assertThat(noop.code("UIDNEXT")).isEmpty();
        }
    }

    @Test
    void aRefusalIsAFailure() throws IOException {
        try (ScriptedServer server = new ScriptedServer("* OK ready", SyncClientTest::answer);
                SyncClient client = new SyncClient(ImapEndpoint.inTheClear(server.hostAndPort()))) {
            assertThatIOException().isThrownBy(() -> client.ask("CREATE box")).withMessageContaining("CREATE box was answered with NO not s1 CREATE box");
        }
    }

    @Test
    void messagesFollowFromTheirNumbers() {
        SyncMessages make = new SyncMessages(4_800);
        assertThat(make.message(17)).isEqualTo(make.message(17)).isNotEqualTo(make.message(18));
        List<Integer> sizes = java.util.stream.IntStream.range(0, 100).mapToObj(number -> make.message(number).length).toList();
        assertThat(sizes.stream().mapToInt(Integer::intValue).average().orElseThrow()).isBetween(3_800.0, 5_800.0);
        assertThat(new String(make.message(3000), java.nio.charset.StandardCharsets.US_ASCII)).contains(SyncMessages.NEEDLE, "\r\nX-Number: 3000\r\n");
        assertThat(new String(make.message(3001), java.nio.charset.StandardCharsets.US_ASCII)).doesNotContain(SyncMessages.NEEDLE);
    }
}
