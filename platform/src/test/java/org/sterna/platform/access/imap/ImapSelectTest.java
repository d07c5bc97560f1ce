package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;

/** SELECT, EXAMINE and what closes a mailbox (RFC 9051 sections 6.3.2, 6.3.3, 6.4.1 and 6.4.2), and the resynchronization of RFC 7162. */
class ImapSelectTest extends ImapConversation {
    @Test
    void imap4rev2LeavesOutWhatItHasGivenUp() {                          // RFC 9051 appendix E
        login();
        fill(1);
        client.play("""
                C: a1 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: a1 OK ENABLE completed
                C: a2 SELECT INBOX
                S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
                S: * 1 EXISTS
                S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * OK [MAILBOXID (...)] ...
                S: * LIST () "/" "INBOX"
                S: a2 OK [READ-WRITE] SELECT completed
                C: a3 FETCH 1 FLAGS
                S: * 1 FETCH (FLAGS ())
                S: a3 OK FETCH completed
                C: a4 EXAMINE INBOX
                S: * OK [CLOSED] ...""");
        assertThat(client.skipTo("a4 OK [READ-ONLY] EXAMINE completed")).noneMatch(line -> line.contains("RECENT") || line.contains("UNSEEN"));
    }

    @Test
    void aFailedSelectLeavesNothingSelected() {
        login();
        selectInbox(0);
        client.play("""
                C: a1 SELECT Nowhere
                S: * OK [CLOSED] ...
                S: a1 NO [NONEXISTENT] ...
                C: a2 CHECK
                S: a2 BAD Select a mailbox first
                C: a3 SELECT INBOX (QRESYNC (1 1))
                S: a3 BAD ENABLE QRESYNC first
                C: a4 SELECT INBOX (NONSENSE)
                S: a4 BAD ...""");
    }

    @Test
    void aMailboxIsLeftWithAndWithoutExpunge() {
        login();
        fill(2);
        selectInbox(2);
        client.play("""
                C: a1 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE completed
                C: a2 UNSELECT
                S: a2 OK UNSELECT completed
                C: a3 EXAMINE INBOX
                S: * FLAGS ...
                S: * 2 EXISTS""");
        client.skipTo("a3 OK [READ-ONLY] EXAMINE completed");
        client.play("""
                C: a4 CLOSE
                S: a4 OK CLOSE completed""");
        selectInbox(2);
        client.play("""
                C: a5 CLOSE
                S: a5 OK CLOSE completed""");
        selectInbox(1);
    }

    @Test
    void whoComesBackIsToldWhatItMissed() {                              // RFC 7162 section 3.2.5
        login();
        fill(6);
        client.play("""
                C: a1 ENABLE QRESYNC
                S: * ENABLED QRESYNC
                S: a1 OK ENABLE completed
                C: a2 SELECT INBOX""");
        List<String> told = client.skipTo("a2 OK [READ-WRITE] SELECT completed");
        String validity = number(told, "UIDVALIDITY");
        String modSeq = number(told, "HIGHESTMODSEQ");
        client.play("""
                C: a3 STORE 2,4 +FLAGS.SILENT (\\Deleted)
                S: * 2 FETCH (UID 2 MODSEQ (...))
                S: * 4 FETCH (UID 4 MODSEQ (...))
                S: a3 OK STORE completed
                C: a4 UID EXPUNGE 1:4
                S: * VANISHED 2,4
                S: * 4 RECENT
                S: a4 OK [HIGHESTMODSEQ ...] EXPUNGE completed
                C: a5 STORE 4 +FLAGS (\\Flagged)
                S: * 4 FETCH (UID 6 FLAGS (\\Flagged \\Recent) MODSEQ (...))
                S: a5 OK STORE completed""");
        client.send("a6 SELECT INBOX (QRESYNC (" + validity + " " + modSeq + " 1:6))\r\n");
        assertThat(client.skipTo("a6 OK [READ-WRITE] SELECT completed")).first().asString().startsWith("* OK [CLOSED]");
        client.send("a7 SELECT INBOX (QRESYNC (" + validity + " " + modSeq + " 1:5))\r\n");
        List<String> known = client.skipTo("a7 OK [READ-WRITE] SELECT completed");
        assertThat(known).contains("* VANISHED (EARLIER) 2,4").noneMatch(line -> line.contains("FETCH"));
        client.send("a8 SELECT INBOX (QRESYNC (" + validity + " " + modSeq + "))\r\n");
        assertThat(client.skipTo("a8 OK [READ-WRITE] SELECT completed")).contains("* VANISHED (EARLIER) 2,4")
                .anyMatch(line -> line.startsWith("* 4 FETCH (UID 6 FLAGS (\\Flagged) MODSEQ ("));
        client.send("a9 SELECT INBOX (QRESYNC (" + validity + " " + modSeq + " 1:6 (1:2 1,3)))\r\n");      // 2 is UID 3 now: up to it all is known
        assertThat(client.skipTo("a9 OK [READ-WRITE] SELECT completed")).contains("* VANISHED (EARLIER) 4");
        client.send("b1 SELECT INBOX (QRESYNC (1 " + modSeq + "))\r\n");
        assertThat(client.skipTo("b1 OK [READ-WRITE] SELECT completed")).noneMatch(line -> line.contains("VANISHED") || line.contains("FETCH"));
        client.send("b2 UID FETCH 1:6 (FLAGS) (CHANGEDSINCE " + modSeq + " VANISHED)\r\n");       // RFC 7162 section 3.2.6
        client.play("""
                S: * VANISHED (EARLIER) 2,4
                S: * 4 FETCH (FLAGS (\\Flagged) UID 6 MODSEQ (...))
                S: b2 OK FETCH completed
                C: b3 FETCH 1:4 (FLAGS) (CHANGEDSINCE 1 VANISHED)
                S: b3 BAD ...""");
    }

    private static String number(List<String> lines, String code) {
        return lines.stream().filter(line -> line.contains("[" + code + " ")).findFirst().orElseThrow().replaceAll(".*" + code + " (\\d+).*", "$1");
    }

    @Test
    void modSeqsAreToldFromTheFirstCommandThatCaresForThem() {           // RFC 7162 section 3.1
        login();
        fill(2);
        selectInbox(2);
        client.play("""
                C: a1 STORE 1 +FLAGS (\\Seen)
                S: * 1 FETCH (FLAGS (\\Seen \\Recent))
                S: a1 OK STORE completed
                C: a2 FETCH 1 (MODSEQ)
                S: * OK [HIGHESTMODSEQ 4] ...
                S: * 1 FETCH (MODSEQ (4))
                S: a2 OK FETCH completed
                C: a3 STORE 1:2 (UNCHANGEDSINCE 3) +FLAGS (\\Flagged)
                S: * 2 FETCH (UID 2 FLAGS (\\Flagged \\Recent) MODSEQ (5))
                S: a3 OK [MODIFIED 1] Conditional STORE failed
                C: a4 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 4)
                S: * 2 FETCH (FLAGS (\\Flagged \\Recent) UID 2 MODSEQ (5))
                S: a4 OK FETCH completed
                C: a5 STORE 1 (UNCHANGEDSINCE 0) +FLAGS.SILENT (\\Answered)
                S: a5 OK [MODIFIED 1] Conditional STORE failed""");
    }

    @Test
    void aMailboxThatIsTooLargeIsNotSelected() {
        Listener small = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()), ImapConnection.behavior(node.access(),
                new ImapConnectionSettings("imaps", true, Duration.ofMinutes(1), Duration.ofMinutes(30), 10_000, 10_000, 1 << 20, 3, 9, 1)));
        client = new ImapTranscript(small.address(), true);
        login();
        fill(2);
        client.play("""
                C: a1 SELECT INBOX
                S: a1 NO [LIMIT] ...
                C: a2 NONSENSE
                S: a2 BAD ...
                C: a3 NOOP
                S: a3 OK NOOP completed
                C: a4 NONSENSE
                S: a4 BAD ...
                C: a5 FETCH
                S: a5 BAD ...
                C: a6 NOOP
                S: a6 OK NOOP completed
                C: b2 NOOP
                S: * BYE Too many commands...
                S: <closed>""");
    }
}
