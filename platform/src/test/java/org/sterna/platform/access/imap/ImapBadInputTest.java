package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands and messages that are larger, deeper or longer than anybody needs: refused or done, and the session goes on. */
class ImapBadInputTest extends AccountConversation {
    /** 1, 3, 5 and so on: some 700,000 octets. */
    private static final String HUNDRED_THOUSAND = IntStream.range(0, 100_000).mapToObj(i -> String.valueOf(2 * i + 1)).collect(Collectors.joining(","));

    @Test
    void setsOfAHundredThousandNumbers() {
        login();
        fill(4);
        selectInbox(4);
        assertThat(ask("UID FETCH " + HUNDRED_THOUSAND + " UID")).containsExactly("* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)");
        assertThat(ask("UID STORE " + HUNDRED_THOUSAND + " +FLAGS (\\Flagged)")).hasSize(2);
        assertThat(ask("UID SEARCH NOT UID " + HUNDRED_THOUSAND)).containsExactly("* SEARCH 2 4");
        assertThat(ask("UID COPY " + HUNDRED_THOUSAND + " INBOX")).containsExactly("* 6 EXISTS", "* 6 RECENT");
        client.send("a1 FETCH " + HUNDRED_THOUSAND + " UID\r\n");
        client.expect("a1 BAD ...");
        assertThat(ask("UID EXPUNGE " + HUNDRED_THOUSAND)).isEmpty();
    }

    @Test
    void aLineHasAnEnd() {
        client.expect("* OK ...");
        client.send("b1 LOGIN joe " + "x".repeat(9000) + "\r\n");
        client.expect("b1 BAD A command has at most 8192 octets");
        node.account(user, "secret");
        client.send("b2 LOGIN " + user + " secret\r\n");
        client.expect("b2 OK ...");
        client.send("b3 UID FETCH " + HUNDRED_THOUSAND + "," + HUNDRED_THOUSAND + " UID\r\n");
        client.expect("b3 BAD A command has at most 1048576 octets");
        assertThat(ask("NOOP")).isEmpty();
    }

    @Test
    void searchesOfTenThousandLevels() {
        login();
        selectInbox(0);
        for (String deep : List.of("(".repeat(10_000) + "SEEN" + ")".repeat(10_000), "NOT ".repeat(10_000) + "SEEN", "OR SEEN ".repeat(10_000) + "SEEN",
                "OR ".repeat(10_000) + "SEEN")) {
            client.send("a1 SEARCH " + deep + "\r\n");
            client.expect("a1 BAD ...");
        }
        assertThat(ask("SEARCH " + "(".repeat(100) + "SEEN" + ")".repeat(100))).containsExactly("* SEARCH");
    }

    @Test
    void messagesOfTenThousandLevels() {
        login();
        StringBuilder multiparts = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            multiparts.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        put("INBOX", "Content-Type: message/rfc822\n\n".repeat(10_000) + "Subject: innermost\n\nHello\n");
        append("a2", "INBOX", multiparts.toString());
        selectInbox(2);
        for (String item : List.of("BODYSTRUCTURE", "BODY", "ENVELOPE", "PREVIEW", "BODY.PEEK[1.1.1.MIME]", "BINARY.SIZE[1.1]", "BODY.PEEK[1.HEADER.FIELDS (X)]")) {
            assertThat(ask("FETCH 1:2 " + item).stream().filter(line -> line.startsWith("* "))).as(item).hasSize(2);
        }
        assertThat(ask("SEARCH TEXT nowhere")).containsExactly("* SEARCH");
        assertThat(ask("SEARCH BODY innermost")).hasSize(1);
    }

    @Test
    void names() {
        login();
        client.send("a1 CREATE " + "x/".repeat(1000) + "y\r\n");
        client.expect("a1 NO [CANNOT] ...");
        for (String name : List.of("..", "a/../b", "a\u0001b", "a\u007fb", "a//b", "&AAA-")) {
            client.send("a2 CREATE {" + name.length() + "+}\r\n" + name + "\r\n");
            client.expect("a2 NO [CANNOT] ...");
        }
        client.send("a3 CREATE {3+}\r\na\0b\r\n");
        client.expect("a3 BAD NUL in literal");
        assertThat(ask("LIST \"\" *")).hasSize(1);
    }

    @Test
    void fieldsOfAVeryLongHeaderAreNotPutTogether() {                    // RFC 4469 section 3
        login();
        append("a2", "INBOX", ("X-Long: " + "word ".repeat(150) + "\r\n").repeat(1500) + "Subject: far\r\n\r\nHello\r\n");
        selectInbox(1);
        client.play("""
                C: a3 APPEND INBOX CATENATE (URL "/INBOX/;UID=1/;SECTION=HEADER.FIELDS%20(X-Long)" TEXT {1+}
                C: x)
                S: a3 NO [BADURL /INBOX/;UID=1/;SECTION=HEADER.FIELDS%20(X-Long)] ...
                C: a4 NOOP
                S: a4 OK ...""");
    }
}
