package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.SearchKey;
import org.sterna.protocols.imap.search.SearchRequest;
import org.sterna.protocols.imap.search.SortCriterion;
import org.sterna.protocols.imap.search.SortKey;
import org.sterna.protocols.imap.search.SortRequest;
import org.sterna.protocols.imap.search.ThreadAlgorithm;
import org.sterna.protocols.imap.search.ThreadRequest;

class SearchParserTest {
    private static ParsedCommand parsed(String command) {
        return ImapParser.parse(CommandText.of("a " + command));
    }

    private static ImapCommand command(String command) {
        ParsedCommand parsed = parsed(command);
        assertThat(parsed).as(command).isInstanceOf(ParsedCommand.Command.class);
        return ((ParsedCommand.Command) parsed).command();
    }

    private static SearchRequest search(String command) {
        return ((ImapCommand.Search) command(command)).request();
    }

    private static StatusResponse refusal(String command) {
        ParsedCommand parsed = parsed(command);
        assertThat(parsed).as(command).isInstanceOf(ParsedCommand.BadCommand.class);
        return ((ParsedCommand.BadCommand) parsed).response();
    }

    @Test
    void keysOfTheExtensions() {
        assertThat(search("SEARCH OLDER 60").key()).isEqualTo(new SearchKey.Within(SearchKey.Age.OLDER, Duration.ofSeconds(60)));
        assertThat(search("SEARCH MODSEQ \"/flags/\\\\draft\" all 620162338").key()).isEqualTo(new SearchKey.ChangedSince(620162338));
        assertThat(search("SEARCH OR NOT MODSEQ 720162338 LARGER 50000").key()).isEqualTo(new SearchKey.Or(
                new SearchKey.Not(new SearchKey.ChangedSince(720162338)), new SearchKey.Larger(50000)));
        assertThat(search("SEARCH EMAILID M6d99ac3275bb4e").key()).isEqualTo(new SearchKey.EmailId("M6d99ac3275bb4e"));
        assertThat(search("SEARCH $").key()).isEqualTo(new SearchKey.SavedResult());
        assertThat(search("UID SEARCH UID $ SMALLER 4096").key()).isEqualTo(
                new SearchKey.And(List.of(new SearchKey.SavedResult(), new SearchKey.Smaller(4096))));
        assertThat(search("SEARCH CHARSET UTF-8 (OR $ 1,3000:3021) TEXT {8}\r\nYYYYYYYY").usesSavedResult()).isTrue();
        assertThat(search("SEARCH NOT (SEEN MODSEQ 1)").usesModSeq()).isTrue();
        assertThat(search("SEARCH SAVEDSINCE 28-Dec-2014").key()).isInstanceOf(SearchKey.Saved.class);
    }

    @Test
    void returnOptions() {
        SearchRequest request = search("UID SEARCH RETURN (MIN COUNT SAVE) FLAGGED SINCE 1-Feb-1994 NOT FROM \"Smith\"");
        assertThat(request.numbering()).isEqualTo(Numbering.UID);
        assertThat(request.options().orElseThrow().items())
                .isEqualTo(Set.of(ReturnOptions.Item.MIN, ReturnOptions.Item.COUNT, ReturnOptions.Item.SAVE));
        assertThat(search("SEARCH RETURN () SEEN").options()).contains(ReturnOptions.ALL);
        assertThat(search("SEARCH SEEN").options()).isEmpty();
        assertThat(search("SEARCH RETURN (PARTIAL -1:-100) SEEN").options().orElseThrow().partial()).contains(new PartialRange(-1, -100));
        ReturnOptions update = search("SEARCH RETURN (UPDATE (FLAGS UID) COUNT) SEEN").options().orElseThrow();
        assertThat(update.updateItems()).containsExactly(FetchItem.Attribute.FLAGS, FetchItem.Attribute.UID);
        assertThat(update.items()).isEqualTo(Set.of(ReturnOptions.Item.UPDATE, ReturnOptions.Item.COUNT));
    }

    @Test
    void sortAndThread() {
        SortRequest sort = ((ImapCommand.Sort) command("SORT (SUBJECT REVERSE DATE displayfrom) UTF-8 ALL")).request();
        assertThat(sort.criteria()).containsExactly(new SortCriterion(SortKey.SUBJECT, SortCriterion.Direction.ASCENDING),
                new SortCriterion(SortKey.DATE, SortCriterion.Direction.DESCENDING),
                new SortCriterion(SortKey.DISPLAYFROM, SortCriterion.Direction.ASCENDING));
        SortRequest extended = ((ImapCommand.Sort) command("UID SORT RETURN () (REVERSE DATE) UTF-8 UNDELETED UNKEYWORD $Junk")).request();
        assertThat(extended.search().options()).contains(ReturnOptions.ALL);
        ThreadRequest thread = ((ImapCommand.Thread) command("UID THREAD REFERENCES \"US-ASCII\" TEXT \"gewp\"")).request();
        assertThat(thread.algorithm()).isEqualTo(ThreadAlgorithm.REFERENCES);
        assertThat(thread.search().numbering()).isEqualTo(Numbering.UID);
    }

    @Test
    void severalMailboxes() {                                     // RFC 7377 section 3
        SearchRequest request = search("ESEARCH IN (mailboxes \"folder1\" subtree \"folder2\") unseen");
        assertThat(((SearchRequest.Mailboxes) request.scope()).sources()).hasSize(2);
        assertThat(request.options()).contains(ReturnOptions.ALL);
        assertThat(request.numbering()).isEqualTo(Numbering.UID);
        assertThat(request.needsSelected()).isFalse();
    }

    @Test
    void withoutSourcesTheSelectedMailboxIsMeant() {              // RFC 7377 section 2.2
        assertThat(search("ESEARCH RETURN (COUNT) SEEN").needsSelected()).isTrue();
        assertThat(search("ESEARCH SEEN").needsSelected()).isTrue();
        assertThat(search("ESEARCH IN (personal) RETURN (UPDATE) SEEN").needsSelected()).isTrue();
        assertThat(search("ESEARCH IN (selected) RETURN (SAVE) SEEN").needsSelected()).isTrue();
    }

    @Test
    void textsAreInTheCharsetOfTheCommand() {
        String octets = new String("\u043f\u0440\u0438".getBytes(Charset.forName("KOI8-R")), StandardCharsets.ISO_8859_1);
        assertThat(search("SEARCH CHARSET KOI8-R SUBJECT {3}\r\n" + octets).key())
                .isEqualTo(new SearchKey.Header("SUBJECT", "\u043f\u0440\u0438"));
        SearchRequest unknown = search("SEARCH RETURN (SAVE) CHARSET X-NO-SUCH TEXT {4}\r\nXXXX");
        assertThat(unknown.refusal()).contains(
                StatusResponse.no("Charset not supported").withCode("BADCHARSET (US-ASCII UTF-8 ISO-8859-1)"));
        assertThat(refusal("SEARCH SUBJECT {1}\r\n\u00ff").condition()).isEqualTo(StatusResponse.Condition.BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEARCH", "SEARCH ", "SEARCH RETURN ALL", "SEARCH RETURN (ALL PARTIAL 1:2) ALL", "SEARCH RETURN (PARTIAL 0:2) ALL",
        "SEARCH RETURN (PARTIAL 1:*) ALL", "SEARCH RETURN (PARTIAL -1:2) ALL", "SEARCH RETURN (PARTIAL) ALL", "SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL",
        "SEARCH RETURN (FOO) ALL", "SEARCH RETURN (MIN", "SEARCH (SEEN", "SEARCH SEEN)", "SEARCH NOT", "SEARCH OR SEEN", "SEARCH FOO", "SEARCH UID",
        "SEARCH BEFORE 32-Feb-2024", "SEARCH BEFORE 5-Foo-2024", "SEARCH OLDER 0", "SEARCH OLDER x", "SEARCH LARGER -1", "SEARCH 0", "SEARCH 1:4294967296",
        "SEARCH MODSEQ", "SEARCH MODSEQ \"/flags/x\" some 1", "SEARCH EMAILID a.b", "SEARCH THREADID \"\"", "SEARCH KEYWORD (x)", "SORT () UTF-8 ALL",
        "SORT (FOO) UTF-8 ALL", "SORT (REVERSE) UTF-8 ALL", "SORT (DATE) UTF-8", "SORT DATE UTF-8 ALL", "THREAD FOO UTF-8 ALL", "THREAD REFERENCES UTF-8",
        "ESEARCH IN () SEEN", "ESEARCH RETURN (COUNT) IN (personal) SEEN", "ESEARCH IN (foo) SEEN", "ESEARCH IN (personal) RETURN (SAVE) SEEN", "ESEARCH IN (personal) NOT $", "ESEARCH IN (selected-delayed) SEEN",
        "SEARCH CHARSET UTF-8", "SEARCH RETURN () CHARSET", "SEARCH SEEN  SEEN"})
    void malformedIsBad(String command) {
        assertThat(refusal(command).condition()).isEqualTo(StatusResponse.Condition.BAD);
    }

    @Test
    void nestingHasAnEnd() {
        for (String deep : List.of("(".repeat(10_000) + "SEEN" + ")".repeat(10_000), "NOT ".repeat(10_000) + "SEEN",
                "OR SEEN ".repeat(10_000) + "SEEN", "(NOT ".repeat(100_000), "SEEN ".repeat(10_001) + "SEEN", "BODY x ".repeat(600) + "SEEN")) {
            assertThat(refusal("SEARCH " + deep).condition()).isEqualTo(StatusResponse.Condition.BAD);
        }
        assertThat(search("SEARCH " + "NOT ".repeat(400) + "SEEN").key()).isInstanceOf(SearchKey.Not.class);
    }

    @Test
    void utf8AcceptLeavesNoOtherCharset() {                       // RFC 6855 section 3
        Enabled enabled = new Enabled(false, false, true, false, false);
        ParsedCommand parsed = ImapParser.parse(CommandText.of("a SEARCH CHARSET UTF-8 SEEN"), enabled);
        assertThat(parsed).isInstanceOf(ParsedCommand.BadCommand.class);
        assertThat(ImapParser.parse(CommandText.of("a SEARCH SEEN"), enabled)).isInstanceOf(ParsedCommand.Command.class);
    }
}
