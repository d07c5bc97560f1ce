package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.message.HeaderFieldFilter;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MimeScanner;
import org.sterna.protocols.message.OctetRange;

class SectionResolverTest {
    private static final String CONTENT = String.join("\r\n",
            "Subject: outer", "To: jones@example.org", "X-Odd: 1", "Content-Type: multipart/mixed; boundary=a", "",
            "--a", "Content-Type: text/html", "", "one",
            "--a", "Content-Type: message/rfc822", "", "Subject: inner", "From: x@example.org", "", "inside", "",
            "--a--", "");

    private static MessageSummary summary(String content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content.getBytes(StandardCharsets.US_ASCII));
        return scanner.finish();
    }

    private static FetchItem.Body item(String text) {
        ImapCommand.Fetch fetch = (ImapCommand.Fetch) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a FETCH 1 BODY[" + text))).command();
        return (FetchItem.Body) fetch.items().get(0);
    }

    private static String read(String content, String text) {
        SectionContent found = SectionResolver.resolve(summary(content).structure(), item(text));
        if (found instanceof SectionContent.Octets octets) {
            return cut(content, octets.range());
        }
        if (found instanceof SectionContent.FilteredHeader filtered) {
            byte[] section = cut(content, filtered.header()).getBytes(StandardCharsets.US_ASCII);
            String fields = new String(filtered.filter(section), StandardCharsets.US_ASCII);
            assertThat(passed(filtered, section)).isEqualTo(fields);
            return fields;
        }
        return "NIL";
    }

    /** As a header section that is too long for {@link SectionContent.FilteredHeader#filter}. */
    private static String passed(SectionContent.FilteredHeader filtered, byte[] section) {
        HeaderFieldFilter filter = filtered.passing();
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < section.length; i++) {
            passed.append(new String(filter.filter(section, i, 1), StandardCharsets.US_ASCII));
        }
        passed.append(new String(filter.finish(), StandardCharsets.US_ASCII));
        return cut(passed.toString(), filtered.wanted(passed.length()));
    }

    private static String cut(String content, OctetRange range) {
        return content.substring((int) range.start(), (int) range.end());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
        "1]~one", "1.MIME]~Content-Type: text/html||", "2]~Subject: inner|From: x@example.org||inside|",
        "2.HEADER]~Subject: inner|From: x@example.org||", "2.TEXT]~inside|", "2.1]~inside|",
        "2.MIME]~Content-Type: message/rfc822||", "2.1.MIME]~Subject: inner|From: x@example.org||",
        "2.HEADER.FIELDS (from)]~From: x@example.org||", "HEADER.FIELDS (SUBJECT x-odd)]~Subject: outer|X-Odd: 1||",
        "HEADER.FIELDS.NOT (SUBJECT TO X-ODD)]~Content-Type: multipart/mixed; boundary=a||",
        "HEADER.FIELDS (Nothing)]~|", "HEADER.FIELDS (SUBJECT)]<9.5>~outer", "1.HEADER]~NIL", "1.TEXT]~NIL", "3]~NIL", "1.1]~NIL",
        "2.2]~NIL", "1.HEADER.FIELDS (x)]~NIL", "1]<1.1>~n", "]<0.9>~Subject: ", "1]<2.100>~e"})
    void finds(String section, String expected) {                           // RFC 3501 section 6.4.5
        assertThat(read(CONTENT, section)).isEqualTo(expected.replace("|", "\r\n"));
    }

    @Test
    void wholeHeaderAndText() {
        int body = CONTENT.indexOf("--a");
        assertThat(read(CONTENT, "]")).isEqualTo(CONTENT);
        assertThat(read(CONTENT, "HEADER]")).isEqualTo(CONTENT.substring(0, body));
        assertThat(read(CONTENT, "TEXT]")).isEqualTo(CONTENT.substring(body));
        assertThat(read(CONTENT, "]<5000.10>")).isEmpty();
        assertThat(read("Subject: x\r\n\r\nbody", "1]")).isEqualTo("body");
        assertThat(read("Subject: x\r\n\r\nbody", "1.MIME]")).isEqualTo("Subject: x\r\n\r\n");
    }

    @Test
    void theSummaryAnswersWhatItHolds() {
        MessageSummary summary = summary(CONTENT);
        for (String section : new String[] {"HEADER.FIELDS (SUBJECT to Cc)]", "HEADER.FIELDS (SUBJECT)]<2.4>"}) {
            assertThat(SectionResolver.fromSummary(summary, item(section)).map(o -> new String(o, StandardCharsets.US_ASCII)))
                    .contains(read(CONTENT, section));
        }
        for (String section : Arrays.asList("HEADER.FIELDS (SUBJECT X-ODD)]", "HEADER.FIELDS.NOT (SUBJECT)]", "HEADER]",
                "2.HEADER.FIELDS (SUBJECT)]")) {
            assertThat(SectionResolver.fromSummary(summary, item(section))).isEmpty();
        }
    }
}
