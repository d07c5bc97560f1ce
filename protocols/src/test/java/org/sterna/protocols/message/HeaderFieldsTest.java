package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldsTest {
    @Test
    void keepsFieldsAsTheyAre() {
        HeaderFields fields = HeaderFields.parse("From x@y Mon\r\nA: 1\r\n 2\r\nnot a field\r\nB : \u00fc\nC:\r\n\r\nD: body\r\n");
        assertThat(fields.fields()).containsExactly(
                new HeaderField("A", "A: 1\r\n 2\r\n"), new HeaderField("B", "B : \u00fc\n"), new HeaderField("C", "C:\r\n"));
        assertThat(fields.first("a")).map(HeaderField::body).contains("1 2");
        assertThat(fields.first("b").orElseThrow().octets()[4]).isEqualTo((byte) 0xfc);
        assertThat(fields.first("c")).map(HeaderField::body).contains("");
        assertThat(fields.first("d")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {                 // RFC 2047 section 8 and usual abuse
        "=?ISO-8859-1?Q?a?= ~ a",
        "=?ISO-8859-1?Q?a?= b ~ a b",
        "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?= ~ ab",
        "=?ISO-8859-1?Q?a?=    =?ISO-8859-1?Q?b?= ~ ab",
        "=?ISO-8859-1?Q?a_b?= ~ a b",
        "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= ~ If you can read this yo",
        "=?US-ASCII*EN?Q?Keith_Moore?= ~ Keith Moore",
        "=?utf-8?B?w6Q?= ~ \u00e4",
        "=?utf-8?Q?=C3?= =?utf-8?Q?=A4?= ~ \u00e4",
        "=?x-unknown?Q?a=20b?= ~ a b",
        "=?utf-8?Q?open ~ =?utf-8?Q?open",
        "x =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= y ~ x \u65e5\u672c y",
    })
    void decodesEncodedWords(String octets, String text) {
        assertThat(EncodedWords.decode(octets)).isEqualTo(text);
    }

    @Test
    void rawEightBitIsReadAsUtf8OrElseLatin1() {
        String utf8 = new String("gr\u00fcn".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(EncodedWords.decode(utf8)).isEqualTo("gr\u00fcn");
        assertThat(EncodedWords.decode("gr\u00fcn")).isEqualTo("gr\u00fcn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "Fri, 21 Nov 1997 09:55:06 -0600 ~ 1997-11-21T09:55:06-06:00",
        "21 Nov 97 09:55:06 GMT ~ 1997-11-21T09:55:06Z",
        "Thu,13 Feb 1969 23:32:54 -0330 (Newfoundland Time) ~ 1969-02-13T23:32:54-03:30",
        "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 ~ -",
        "1 Jan 2024 0:00 ~ 2024-01-01T00:00Z",
        "Mon, 1 January 24 23:59:60 PDT ~ 2024-01-01T23:59:59-07:00",
        "31 Feb 2024 00:00:00 +0000 ~ -",
        "yesterday ~ -",
        "1 Jan 2024 10:00:00 +9999 ~ 2024-01-01T10:00Z",
    })
    void readsDates(String text, String expected) {
        Optional<OffsetDateTime> date = DateTimes.parse(text);
        assertThat(date.map(OffsetDateTime::toString).orElse("-")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "1", "Mon", "Mon, 1 Jan", "1 J 2024 1:1", "999999999999 Jan 2024 1:1:1", "1 Jan 2024 :"})
    void noDateIsNoFailure(String text) {
        assertThat(DateTimes.parse(text)).isEmpty();
    }

    @Test
    void findsMessageIds() {
        HeaderFields fields = HeaderFields.parse("""
                Message-ID: (x) <a@example.org>
                References: <1@example.org> <2@example.org>
                \t<3@ex ample.org> garbage <4
                In-Reply-To: "Jones" of <2@example.org> and <5@example.org>
                """);
        assertThat(fields.messageId()).contains("<a@example.org>");
        assertThat(fields.references())
                .containsExactly("<1@example.org>", "<2@example.org>", "<3@example.org>", "<5@example.org>");
        assertThat(HeaderFields.parse("Message-ID: none\r\n").messageId()).isEmpty();
    }
}
