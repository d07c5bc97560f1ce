package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.imap.search.EsearchAnswer;
import org.sterna.protocols.imap.search.NumberList;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.SearchHits;

class ImapResponsesTest {
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void simpleResponses() {                                                // examples of RFC 3501 section 7
        assertThat(text(ImapResponses.tagged("A142", StatusResponse.ok("SELECT completed").withCode("READ-WRITE"))))
                .isEqualTo("A142 OK [READ-WRITE] SELECT completed\r\n");
        assertThat(text(ImapResponses.untagged(StatusResponse.bye("bye")))).isEqualTo("* BYE bye\r\n");
        assertThat(text(ImapResponses.flags(Flag.SETTABLE))).isEqualTo("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n");
        assertThat(text(ImapResponses.permanentFlags(List.of(Flag.DELETED, Flag.SEEN), true)))
                .isEqualTo("* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Flags permitted\r\n");
        assertThat(text(ImapResponses.permanentFlags(List.of(), false))).contains("[PERMANENTFLAGS ()]");
        assertThat(text(ImapResponses.exists(23))).isEqualTo("* 23 EXISTS\r\n");
        assertThat(text(ImapResponses.recent(5))).isEqualTo("* 5 RECENT\r\n");
        assertThat(text(ImapResponses.expunge(44))).isEqualTo("* 44 EXPUNGE\r\n");
        assertThat(text(ImapResponses.continuation(""))).isEqualTo("+ \r\n");
        assertThat(text(ImapResponses.id(Map.of("name", "Sterna")))).isEqualTo("* ID (\"name\" \"Sterna\")\r\n");
        assertThat(text(ImapResponses.language(List.of("EN", "i-default")))).isEqualTo("* LANGUAGE (\"EN\" \"i-default\")\r\n");
        assertThat(text(ImapResponses.enabled(List.of("CONDSTORE")))).isEqualTo("* ENABLED CONDSTORE\r\n");
        assertThat(text(ImapResponses.enabled(List.of()))).isEqualTo("* ENABLED\r\n");
        assertThat(text(ImapResponses.vanished(SequenceSet.rangesOf(405, 407, 410, 425)))).isEqualTo("* VANISHED 405,407,410,425\r\n");
        assertThat(text(ImapResponses.vanishedEarlier(SequenceSet.rangesOf(300, 301, 302, 405))))
                .isEqualTo("* VANISHED (EARLIER) 300:302,405\r\n");
        assertThat(text(ImapResponses.tagged("a", StatusResponse.no("x\r\n* BYE \u00fc")))).isEqualTo("a NO x??* BYE ?\r\n");
    }

    @Test
    void searchResults() {                                                  // RFC 3501 section 7.2.5, RFC 7162 section 3.1.5, RFC 5256
        assertThat(text(ImapResponses.search(NumberList.of(2, 3, 6), OptionalLong.empty()))).isEqualTo("* SEARCH 2 3 6\r\n");
        assertThat(text(ImapResponses.search(NumberList.EMPTY, OptionalLong.of(5)))).isEqualTo("* SEARCH\r\n");
        assertThat(text(ImapResponses.search(NumberList.of(2, 5), OptionalLong.of(917162500))))
                .isEqualTo("* SEARCH 2 5 (MODSEQ 917162500)\r\n");
        assertThat(text(ImapResponses.sort(NumberList.of(5, 3, 4), OptionalLong.empty()))).isEqualTo("* SORT 5 3 4\r\n");
        assertThat(text(ImapResponses.thread("(2)(3 6)"))).isEqualTo("* THREAD (2)(3 6)\r\n");
        assertThat(text(ImapResponses.thread(""))).isEqualTo("* THREAD\r\n");
    }

    @Test
    void extendedSearchResults() {                                          // RFC 4731 section 3.1, RFC 7377 section 2.1
        SearchHits hits = new SearchHits(SearchHits.ModSeqs.DROPPED);
        hits.add(2, 1);
        hits.add(47, 1);
        ReturnOptions options = new ReturnOptions(EnumSet.of(ReturnOptions.Item.MIN, ReturnOptions.Item.COUNT), Optional.empty(), List.of());
        EsearchAnswer answer = EsearchAnswer.of(Numbering.UID, options, hits);
        assertThat(text(ImapResponses.esearch("A282", answer))).isEqualTo("* ESEARCH (TAG \"A282\") UID MIN 2 COUNT 2\r\n");
        assertThat(text(ImapResponses.esearch("t", new MailboxName("\u00fc"), 4, answer, Enabled.NOTHING)))
                .isEqualTo("* ESEARCH (TAG \"t\" MAILBOX \"&APw-\" UIDVALIDITY 4) UID MIN 2 COUNT 2\r\n");
    }

    @Test
    void codes() {                                                          // RFC 7162, RFC 8474, RFC 4469
        assertThat(ResponseCodes.highestModSeq(715194045007L)).isEqualTo("HIGHESTMODSEQ 715194045007");
        assertThat(ResponseCodes.modified(SequenceSet.rangesOf(7, 9))).isEqualTo("MODIFIED 7,9");
        assertThat(ResponseCodes.mailboxId("F2212ea87-6097")).isEqualTo("MAILBOXID (F2212ea87-6097)");
        assertThat(ResponseCodes.badUrl("/x]y")).isEqualTo("BADURL /x?y");
    }

    @Test
    void uidPlusCodes() {                                                   // RFC 4315 section 3
        assertThat(ResponseCodes.appendUid(38505, List.of(3955L))).isEqualTo("APPENDUID 38505 3955");
        assertThat(ResponseCodes.copyUid(38505, List.of(304L, 319L, 320L), List.of(3956L, 3957L, 3958L)))
                .contains("COPYUID 38505 304,319:320 3956:3958");
        assertThat(ResponseCodes.copyUid(1, List.of(), List.of())).isEqualTo(Optional.empty());
    }

    @Property
    void everyStringCanBeReadBack(@ForAll String any) {
        String octets = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        byte[] printed = new ResponseBuffer().string(octets).take();
        try {
            ImapCursor cursor = new ImapCursor(printed);
            assertThat(cursor.string()).isEqualTo(octets.replace("\0", ""));
            cursor.end();
        } catch (SyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
