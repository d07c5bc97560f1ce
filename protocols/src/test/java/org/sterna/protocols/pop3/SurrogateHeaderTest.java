package org.sterna.protocols.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.message.HeaderFields;

/** RFC 6858 section 2: a message in UTF-8 for a client that knows nothing of it. */
class SurrogateHeaderTest {
    private static String surrogate(byte[] message, int portion) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SurrogateHeader header = new SurrogateHeader();
        for (int at = 0; at < message.length; at += portion) {
            header.feed(message, at, Math.min(portion, message.length - at), out::write);
        }
        header.finish(out::write);
        return out.toString(ISO_8859_1);
    }

    private static String surrogate(String message) {
        byte[] octets = message.getBytes(UTF_8);
        String whole = surrogate(octets, octets.length + 1);
        assertThat(surrogate(octets, 1)).isEqualTo(whole);
        assertThat(surrogate(octets, 7)).isEqualTo(whole);
        return whole;
    }

    @Test
    void whatIsAsciiPassesOctetForOctet() {
        String message = "From someone\r\nSubject: a\r\n b\r\nno field\r\nX:\tc\r\n\r\nSubject: body\r\n\r\n";
        assertThat(surrogate(message)).isEqualTo(message);
        assertThat(surrogate("Subject: only")).isEqualTo("Subject: only");
        assertThat(surrogate("\r\nbody")).isEqualTo("\r\nbody");
        assertThat(surrogate("A: b\n\nbody")).isEqualTo("A: b\n\nbody");
        assertThat(surrogate("")).isEmpty();
    }

    @Test
    void theBodyKeepsItsOctets() {
        assertThat(surrogate("A: b\r\n\r\ngr\u00fcn\r\n".getBytes(ISO_8859_1), 3)).isEqualTo("A: b\r\n\r\ngr\u00fcn\r\n");
    }

    @Test
    void theSubjectIsEncoded() {                                 // RFC 6858 section 2.3
        assertThat(surrogate("Subject: gr\u00fcn\r\nTo: a@example.org\r\n\r\n"))
                .isEqualTo("Subject: =?UTF-8?B?Z3LDvG4=?=\r\nTo: a@example.org\r\n\r\n");
        String text = "\ud83d\ude00 und gr\u00fcne \u00c4pfel ".repeat(20).strip();
        String field = surrogate("Subject: " + text + "\r\n\r\n");
        assertThat(field.lines()).allMatch(line -> line.length() <= 90 && line.chars().allMatch(c -> c < 128));
        assertThat(HeaderFields.parse(field).first("Subject").orElseThrow().decoded()).isEqualTo(text);
    }

    @Test
    void addressesInAsciiKeepTheirPlaceAndOthersBelongToNobody() { // RFC 6858 section 2.1
        assertThat(surrogate("From: J\u00fcrgen <j@example.org>\r\n\r\n"))
                .isEqualTo("From: =?UTF-8?B?SsO8cmdlbg==?=\r\n <j@example.org>\r\n\r\n");
        String both = surrogate("Cc: j\u00fcrgen@example.org, \"a, b\" <\"x y\"@example.org>\r\n\r\n");
        assertThat(both).endsWith("\r\n <invalid@internationalized-address.invalid>,\r\n \"a, b\"\r\n <\"x y\"@example.org>\r\n\r\n");
        assertThat(HeaderFields.parse(both).first("Cc").orElseThrow().decoded()).startsWith("j\u00fcrgen@example.org <invalid@");
        assertThat(surrogate("To: caf\u00e9: a@example.org, b@example.org;\r\n\r\n"))
                .isEqualTo("To: =?UTF-8?B?Y2Fmw6k=?=:\r\n <a@example.org>,\r\n <b@example.org>;\r\n\r\n");
        assertThat(surrogate("To: \u00e9 =?utf-8?q?=0d=0aBcc:_x?= <a@example.org>\r\n\r\n").lines())
                .as("no line end comes out of an encoded word").noneMatch(line -> line.startsWith("Bcc"));
    }

    @Test
    void parametersInUtf8AreLeftOut() {                          // RFC 6858 section 2.2
        assertThat(surrogate("Content-Disposition: attachment; filename=\"\u00e4;b\"; size=3\r\n\r\n"))
                .isEqualTo("Content-Disposition: attachment;\r\n size=3\r\n\r\n");
        assertThat(surrogate("Content-Type: t\u00e9xt/plain; charset=utf-8\r\n\r\n")).isEqualTo("\r\n");
    }

    @Test
    void otherFieldsAreLeftOut() {                               // RFC 6858 section 2.4
        assertThat(surrogate("Received: from \u00e4.example.org\r\n by b\r\nX-\u00e4: b\r\nComments: gr\u00fcn\r\nDate: d\r\n\r\n"))
                .isEqualTo("Date: d\r\n\r\n");
    }

    @Test
    void octetsOfUnknownCharsetsAreEncodedToo() {                // raw ISO 8859-1, as old programs send it
        assertThat(HeaderFields.parse(surrogate("Subject: gr\u00fcn\r\n\r\n".getBytes(ISO_8859_1), 4)).first("Subject").orElseThrow().raw())
                .startsWith("Subject: =?UTF-8?B?").matches("[ -~\r\n]+");
    }

    @Test
    void aFieldOfAnyLengthNeedsLittleMemory() {
        String ascii = "X-Long: " + "a".repeat(3 * SurrogateHeader.MAX_FIELD_OCTETS);
        assertThat(surrogate(ascii + "\u00e9b\r\nTo: x\r\n\r\n")).isEqualTo(ascii + "??b\r\nTo: x\r\n\r\n");
        assertThat(surrogate("Subject: \u00e9" + "a".repeat(3 * SurrogateHeader.MAX_FIELD_OCTETS) + "\r\n b\r\nTo: x\r\n\r\n"))
                .isEqualTo("To: x\r\n\r\n");
    }
}
