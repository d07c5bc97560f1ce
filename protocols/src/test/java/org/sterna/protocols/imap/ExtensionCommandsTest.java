package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionCommandsTest {
    private static ImapCommand parse(String line) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of("a " + line));
        assertThat(parsed).as(line).isInstanceOf(ParsedCommand.Command.class);
        return ((ParsedCommand.Command) parsed).command();
    }

    private static MailboxName mailbox(String name) {
        return new MailboxName(name);
    }

    private static SequenceSet set(String text) {
        return ((ImapCommand.Expunge) parse("UID EXPUNGE " + text)).uids().orElseThrow();
    }

    @Test
    void selectParameters() {                                               // RFC 7162 sections 3.1.8 and 3.2.5
        assertThat(parse("SELECT INBOX (CONDSTORE)")).isEqualTo(
                new ImapCommand.Select(MailboxName.INBOX, new SelectParameters(true, Optional.empty())));
        assertThat(parse("EXAMINE x (QRESYNC (67890007 20050715194045000 41,43:211,214:541 (1,3:4 41,43:44)) CONDSTORE)"))
                .isEqualTo(new ImapCommand.Examine(mailbox("x"), new SelectParameters(true, Optional.of(
                        new SelectParameters.QuickResync(67890007, 20050715194045000L, Optional.of(set("41,43:211,214:541")),
                                Optional.of(new SelectParameters.SequenceMatch(set("1,3:4"), set("41,43:44"))))))));
        assertThat(parse("SELECT x (QRESYNC (1 2))")).isEqualTo(new ImapCommand.Select(mailbox("x"), new SelectParameters(false,
                Optional.of(new SelectParameters.QuickResync(1, 2, Optional.empty(), Optional.empty())))));
        assertThat(parse("SELECT x (QRESYNC (1 9223372036854775807 (1 7)))")).isInstanceOf(ImapCommand.Select.class);
    }

    @Test
    void fetchAndStoreModifiers() {                                         // RFC 7162 sections 3.1.3, 3.1.4 and 3.2.6
        assertThat(parse("UID FETCH 300:500 (FLAGS) (CHANGEDSINCE 12345 VANISHED)")).isEqualTo(new ImapCommand.Fetch(
                Numbering.UID, set("300:500"), List.of(FetchItem.Attribute.FLAGS, FetchItem.Attribute.UID, FetchItem.Attribute.MODSEQ),
                new FetchModifiers(OptionalLong.of(12345), true, Optional.empty())));
        assertThat(parse("UID FETCH 25900:26600 (UID FLAGS) (PARTIAL -1:-100)")).isEqualTo(new ImapCommand.Fetch(
                Numbering.UID, set("25900:26600"), List.of(FetchItem.Attribute.UID, FetchItem.Attribute.FLAGS),
                new FetchModifiers(OptionalLong.empty(), false, Optional.of(new PartialRange(-1, -100)))));
        assertThat(parse("STORE 1:7 (UNCHANGEDSINCE 320172338) +FLAGS.SILENT (\\Seen)")).isEqualTo(new ImapCommand.Store(
                Numbering.SEQUENCE, set("1:7"), OptionalLong.of(320172338), ImapCommand.Change.ADD, ImapCommand.Answer.SILENT,
                Set.of(Flag.SEEN)));
        assertThat(parse("FETCH $ (UID)")).isEqualTo(new ImapCommand.Fetch(
                Numbering.SEQUENCE, SequenceSet.SAVED, List.of(FetchItem.Attribute.UID), FetchModifiers.NONE));
    }

    @Test
    void fetchItems() {                                                     // RFC 3516, RFC 8474, RFC 8514, RFC 8970
        assertThat(((ImapCommand.Fetch) parse("FETCH 1 (BINARY[1.2]<5.10> BINARY.PEEK[] BINARY.SIZE[4] EMAILID THREADID SAVEDATE"
                + " PREVIEW (LAZY) MODSEQ)")).items()).containsExactly(
                new FetchItem.Binary(List.of(1, 2), Optional.of(new FetchItem.Partial(5, 10)), FetchItem.Spelling.BODY),
                new FetchItem.Binary(List.of(), Optional.empty(), FetchItem.Spelling.BODY_PEEK),
                new FetchItem.BinarySize(List.of(4)), FetchItem.Attribute.EMAILID, FetchItem.Attribute.THREADID,
                FetchItem.Attribute.SAVEDATE, FetchItem.Attribute.PREVIEW, FetchItem.Attribute.MODSEQ);
        assertThat(parse("FETCH 1 PREVIEW (LAZY)")).isInstanceOf(ImapCommand.Fetch.class);
    }

    @Test
    void extendedList() {                                                   // RFC 5258, RFC 5819, RFC 6154
        assertThat(parse("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% \"music/*\") RETURN (CHILDREN STATUS (MESSAGES SIZE) SPECIAL-USE)"))
                .isEqualTo(new ImapCommand.ListMailboxes(List.of(new ListPattern("%"), new ListPattern("music/*")),
                        new ListOptions(true, EnumSet.of(ListOptions.Selection.SUBSCRIBED, ListOptions.Selection.RECURSIVEMATCH),
                                EnumSet.of(ListOptions.Return.CHILDREN, ListOptions.Return.SPECIAL_USE),
                                EnumSet.of(StatusItem.MESSAGES, StatusItem.SIZE))));
        assertThat(parse("LIST () \"\" \"\"")).as("no question for the delimiter").isInstanceOf(ImapCommand.ListMailboxes.class);
        assertThat(parse("LIST \"\" % RETURN ()")).isEqualTo(new ImapCommand.ListMailboxes(List.of(new ListPattern("%")),
                new ListOptions(true, Set.of(), Set.of(), Set.of())));
        assertThat(parse("CREATE MySpecial (USE (\\Drafts \\Sent))")).isEqualTo(
                new ImapCommand.Create(mailbox("MySpecial"), List.of("\\Drafts", "\\Sent")));
        assertThat(parse("STATUS x (HIGHESTMODSEQ MAILBOXID APPENDLIMIT DELETED-STORAGE DELETED)")).isEqualTo(
                new ImapCommand.Status(mailbox("x"), EnumSet.of(StatusItem.HIGHESTMODSEQ, StatusItem.MAILBOXID,
                        StatusItem.APPENDLIMIT, StatusItem.DELETED_STORAGE, StatusItem.DELETED)));
    }

    @Test
    void quota() {                                                          // RFC 9208 section 4.1
        assertThat(parse("GETQUOTA \"\"")).isEqualTo(new ImapCommand.GetQuota(""));
        assertThat(parse("GETQUOTAROOT inbox")).isEqualTo(new ImapCommand.GetQuotaRoot(MailboxName.INBOX));
        assertThat(parse("SETQUOTA \"#user/alice\" (STORAGE 510 message 7)"))
                .isEqualTo(new ImapCommand.SetQuota("#user/alice", Map.of("STORAGE", 510L, "MESSAGE", 7L)));
    }

    @Test
    void metadata() {                                                       // RFC 5464 sections 4.2 and 4.3
        assertThat(parse("GETMETADATA \"\" /shared/Comment")).isEqualTo(new ImapCommand.GetMetadata(
                Optional.empty(), List.of("/shared/comment"), OptionalLong.empty(), ImapCommand.Depth.ZERO));
        ImapCommand both = new ImapCommand.GetMetadata(Optional.of(MailboxName.INBOX), List.of("/shared/comment", "/private/comment"),
                OptionalLong.of(1024), ImapCommand.Depth.INFINITY);
        assertThat(parse("GETMETADATA (MAXSIZE 1024 DEPTH infinity) INBOX (/shared/comment /private/comment)")).isEqualTo(both);
        assertThat(parse("GETMETADATA INBOX (MAXSIZE 1024 DEPTH infinity) (/shared/comment /private/comment)")).isEqualTo(both);
        assertThat(parse("SETMETADATA INBOX (/private/comment {3+}\r\na\"b /shared/x NIL /shared/y ~{2}\r\n\0z)")).isEqualTo(
                new ImapCommand.SetMetadata(Optional.of(MailboxName.INBOX), List.of(
                        new ImapCommand.MetadataEntry("/private/comment", Optional.of("a\"b")),
                        new ImapCommand.MetadataEntry("/shared/x", Optional.empty()),
                        new ImapCommand.MetadataEntry("/shared/y", Optional.of("\0z")))));
    }

    @Test
    void notifications() {                                                  // RFC 5465 section 3.1
        assertThat(parse("NOTIFY NONE")).isEqualTo(new ImapCommand.NotifyNone());
        assertThat(parse("notify set status (selected MessageNew (uid flags) MessageExpunge) (subtree (Lists x) (MessageNew))"
                + " (personal (SubscriptionChange MailboxName)) (mailboxes misc NONE)")).isEqualTo(
                new ImapCommand.NotifySet(true, List.of(
                        new NotifyGroup(new MailboxFilter.Selected(), EnumSet.of(NotifyEvent.MESSAGE_NEW, NotifyEvent.MESSAGE_EXPUNGE),
                                List.of(FetchItem.Attribute.UID, FetchItem.Attribute.FLAGS)),
                        new NotifyGroup(new MailboxFilter.Subtree(List.of(mailbox("Lists"), mailbox("x"))),
                                EnumSet.of(NotifyEvent.MESSAGE_NEW, NotifyEvent.MESSAGE_EXPUNGE), List.of()),
                        new NotifyGroup(new MailboxFilter.Personal(),
                                EnumSet.of(NotifyEvent.SUBSCRIPTION_CHANGE, NotifyEvent.MAILBOX_NAME), List.of()),
                        new NotifyGroup(new MailboxFilter.Mailboxes(List.of(mailbox("misc"))), Set.of(), List.of()))));
        ParsedCommand unknown = ImapParser.parse(CommandText.of("a NOTIFY SET (selected (AnnotationChange))"));
        assertThat(((ParsedCommand.BadCommand) unknown).response().condition()).isEqualTo(StatusResponse.Condition.NO);
        assertThat(((ParsedCommand.BadCommand) unknown).response().code()).contains("BADEVENT (MessageNew MessageExpunge FlagChange"
                + " MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)");
    }

    @Test
    void smallOnes() {
        assertThat(parse("COMPRESS deflate")).isEqualTo(new ImapCommand.Compress());                 // RFC 4978
        assertThat(parse("LANGUAGE")).isEqualTo(new ImapCommand.Language(List.of()));                // RFC 5255
        assertThat(parse("LANGUAGE FR-CA \"default\"")).isEqualTo(new ImapCommand.Language(List.of("FR-CA", "default")));
        assertThat(parse("COMPARATOR \"cz;*\" i;basic")).isEqualTo(new ImapCommand.Comparator(List.of("cz;*", "i;basic")));
        assertThat(parse("CANCELUPDATE \"B01\" \"B02\"")).isEqualTo(new ImapCommand.CancelUpdate(List.of("B01", "B02")));
        assertThat(parse("ENABLE utf8=accept QRESYNC")).isEqualTo(new ImapCommand.Enable(List.of("UTF8=ACCEPT", "QRESYNC")));
    }

    @Test
    void searchesAreDispatched() {
        assertThat(parse("SEARCH RETURN (MIN) UNSEEN")).isInstanceOf(ImapCommand.Search.class);
        assertThat(((ImapCommand.Search) parse("SEARCH UID $ SMALLER 4096")).request().numbering()).isEqualTo(Numbering.SEQUENCE);
        assertThat(((ImapCommand.Search) parse("UID SEARCH $")).request().numbering()).isEqualTo(Numbering.UID);
        assertThat(((ImapCommand.Search) parse("ESEARCH IN (mailboxes folder1 subtree-one \"folder2\") unseen")).request().needsSelected())
                .isFalse();
        assertThat(((ImapCommand.Sort) parse("UID SORT RETURN () (REVERSE DATE) UTF-8 UNDELETED")).request().search().numbering())
                .isEqualTo(Numbering.UID);
        assertThat(parse("THREAD REFERENCES UTF-8 SINCE 5-MAR-2000")).isInstanceOf(ImapCommand.Thread.class);
        assertThat(ImapParser.parse(CommandText.of("a SEARCH CHARSET UTF-8 ALL"), Enabled.NOTHING.with("UTF8=ACCEPT")))
                .isInstanceOf(ParsedCommand.BadCommand.class);                                        // RFC 6855 section 3
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT x (FOO)", "SELECT x ()", "SELECT x (QRESYNC)", "SELECT x (QRESYNC (0 1))", "SELECT x (QRESYNC (1 0))",
        "SELECT x (QRESYNC (1 1 1:*))", "SELECT x (QRESYNC (1 1 $))", "SELECT x (QRESYNC (1 1 1:5 (1,2 3)))",
        "SELECT x (QRESYNC (1 1 (1:4294967295 1:4294967295)))", "SELECT x (QRESYNC (1 9223372036854775808))",
        "SELECT x (CONDSTORE QRESYNC (1 1) QRESYNC (1 1))", "FETCH 1 FLAGS (CHANGEDSINCE 5 VANISHED)", "UID FETCH 1 FLAGS (VANISHED)",
        "FETCH 1 FLAGS (PARTIAL 1:5)", "UID FETCH 1 FLAGS (PARTIAL -1:5)", "UID FETCH 1 FLAGS (PARTIAL 0:5)", "FETCH 1 FLAGS ()",
        "FETCH 1 FLAGS (FOO 1)", "FETCH 1 BINARY[TEXT]", "FETCH 1 BINARY[0]", "FETCH 1 BINARY.SIZE[1]<0.5>", "FETCH 1 PREVIEW (FOO)",
        "STORE 1 (CHANGEDSINCE 1) FLAGS ()", "STORE 1 (UNCHANGEDSINCE x) FLAGS ()", "LIST (RECURSIVEMATCH) \"\" *",
        "LIST (RECURSIVEMATCH REMOTE) \"\" *", "LIST (FOO) \"\" *", "LIST \"\" ()", "LIST \"\" * RETURN (FOO)", "LIST \"\" * RETURN",
        "LIST \"\" * RETURN (STATUS ())", "CREATE x (FOO)", "CREATE x (USE (Sent))", "CREATE x ()", "RENAME x y (z)", "SETQUOTA x",
        "SETQUOTA x (STORAGE)", "SETQUOTA x (STORAGE -1)", "SETQUOTA x (STORAGE 1 STORAGE 2)", "GETQUOTA", "GETMETADATA x",
        "GETMETADATA x comment", "GETMETADATA x /a/*", "GETMETADATA x /a//b", "GETMETADATA x /a/", "GETMETADATA x (DEPTH 2) /a",
        "GETMETADATA (FOO 1) x /a", "SETMETADATA x ()", "SETMETADATA x (/a)", "SETMETADATA x (/a b)", "NOTIFY", "NOTIFY SET",
        "NOTIFY SET (selected (MailboxName))", "NOTIFY SET (personal (FlagChange))", "NOTIFY SET (personal (MessageExpunge))",
        "NOTIFY SET (personal (MessageNew (UID)))", "NOTIFY SET (selected (MessageNew)) (selected-delayed (MessageNew))",
        "NOTIFY SET (subtree-one x (MessageNew))", "NOTIFY SET (foo (MessageNew))", "NOTIFY NONE x", "COMPRESS LZ4", "COMPRESS",
        "CANCELUPDATE", "UID LIST", "REPLACE 1:2 x {3}", "REPLACE 1,2 x {3}", "REPLACE $ x {3}", "REPLACE 1 x",
        "ESEARCH IN (selected-delayed) ALL", "ESEARCH IN () ALL"})
    void whatIsWrongIsBad(String line) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of("a " + line));
        assertThat(parsed).isInstanceOf(ParsedCommand.BadCommand.class);
        assertThat(((ParsedCommand.BadCommand) parsed).response().condition()).isEqualTo(StatusResponse.Condition.BAD);
        assertThat(parsed.tag()).isEqualTo("a");
    }

    @Test
    void partialRangesCountFromEitherEnd() {                                // RFC 9394 section 3.1
        assertThat(List.of(new PartialRange(1, 3).from(10), new PartialRange(3, 1).to(10))).containsExactly(0, 3);
        assertThat(List.of(new PartialRange(-1, -3).from(10), new PartialRange(-3, -1).to(10))).containsExactly(7, 10);
        assertThat(List.of(new PartialRange(-2, -100).from(10), new PartialRange(-2, -100).to(10))).containsExactly(0, 9);
        assertThat(List.of(new PartialRange(11, 20).from(10), new PartialRange(11, 20).to(10))).containsExactly(10, 10);
        assertThat(List.of(new PartialRange(-11, -20).from(10), new PartialRange(-11, -20).to(10))).containsExactly(0, 0);
    }
}
