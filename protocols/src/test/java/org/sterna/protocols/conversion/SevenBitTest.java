package org.sterna.protocols.conversion;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sterna.protocols.conversion.SevenBit.AlreadySeven;
import org.sterna.protocols.conversion.SevenBit.Converted;
import org.sterna.protocols.conversion.SevenBit.Impossible;
import org.sterna.protocols.conversion.SevenBit.Result;

class SevenBitTest {
    private static final String MIME = "MIME-Version: 1.0\r\n";

    @Test
    void whatNeedsNothingStaysAsItIs() {
        assertThat(convert("Subject: x\r\n\r\nHello\r\n")).isInstanceOf(AlreadySeven.class);
        assertThat(convert(MIME + "Content-Transfer-Encoding: 8bit\r\n\r\n" + "x".repeat(998) + "\r\nno line end")).isInstanceOf(AlreadySeven.class);
        assertThat(convert("")).isInstanceOf(AlreadySeven.class);
    }

    @Test
    void latinTextBecomesQuotedPrintable() {                     // RFC 6152 section 3, RFC 2045 section 6.7
        assertThat(converted(MIME + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\nSubject: x\r\n\r\n"
                + "gr\u00fc\u00dfe from us = \r\n-- \r\nall of us here\r\n")).isEqualTo(MIME + "Content-Type: text/plain; charset=iso-8859-1\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\nSubject: x\r\n\r\ngr=FC=DFe from us =3D=20\r\n=2D-=20\r\nall of us here\r\n");
    }

    @Test
    void otherTextBecomesBase64IfThatIsShorter() {
        assertThat(converted(MIME + "Content-Type: text/plain; charset=koi8-r\r\n\r\n" + "\u00d0\u00d2\u00c9\u00d7\u00c5\u00d4".repeat(20) + "\r\n"))
                .contains("\r\nContent-Transfer-Encoding: base64\r\n\r\n").doesNotContain("=D0");
    }

    @Test
    void whatIsNoTextBecomesBase64() {
        assertThat(converted(MIME + "Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n\u0089PNG\r\n\u001a\n\0"))
                .isEqualTo(MIME + "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoA\r\n");
    }

    @Test
    void textWithoutLinesIsBinary() {                            // RFC 3030 section 3
        for (String binary : new String[] {"one\ntwo\r\n", "one\rtwo\r\n", "one\r"}) {
            assertThat(converted(MIME + "Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n\r\n" + binary))
                    .contains("\r\nContent-Transfer-Encoding: base64\r\n");
        }
        assertThat(converted(MIME + "Content-Type: text/plain\r\n\r\nnul \0 inside\r\n")).contains("quoted-printable\r\n\r\nnul =00 inside\r\n");
    }

    @Test
    void longLinesAreBrokenSoftly() {
        String text = converted("Subject: x\r\n\r\n" + "y".repeat(2000) + "\r\nend");
        assertThat(text).startsWith("Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\n" + "y".repeat(75) + "=\r\n")
                .endsWith("\r\nend=\r\n").doesNotContain("unknown-8bit");
    }

    @Test
    void mailFromBeforeMimeGetsItsHeader() {                     // RFC 1428 section 3
        assertThat(converted("Subject: x\r\n\r\ngr\u00fcn\r\n")).isEqualTo("Subject: x\r\nContent-Type: text/plain; charset=unknown-8bit\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\nMIME-Version: 1.0\r\n\r\ngr=FCn\r\n");
    }

    @Test
    void compositePartsSayThatTheirPartsAreSeven() {             // RFC 2045 section 6.4
        String inner = "Subject: inner\r\n" + MIME + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00c3\u00a9\r\n";
        String text = converted(MIME + "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 8bit\r\n\r\npr\u00e9amble\r\n--b\r\n"
                + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: binary\r\n\r\n" + inner + "\r\n--b\r\n\r\nplain\r\n--b--\r\n\u00e9pilogue\r\nend\r\n");
        assertThat(text).isEqualTo(MIME + "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: 7bit\r\n\r\n--b\r\n"
                + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                + inner.replace("8bit", "quoted-printable").replace("\u00c3\u00a9", "=C3=A9") + "\r\n--b\r\n\r\nplain\r\n--b--\r\nend\r\n");
    }

    @Test
    void noEncodedLineCanBecomeABoundary() {
        String line = "\u00e9" + "x".repeat(72) + "--b\r\n";
        String text = converted(MIME + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + line + "--b--\r\n");
        assertThat(text).contains("x=\r\n=2D-b\r\n--b--\r\n");
    }

    @Test
    void signedPartsAreNotTouched() {                            // RFC 1847 section 2.1
        String signed = MIME + "Content-Type: multipart/signed; boundary=b; micalg=pgp-sha1; protocol=\"application/pgp-signature\"\r\n\r\n"
                + "--b\r\nContent-Transfer-Encoding: 8bit\r\n\r\ntext\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n";
        assertThat(impossible(signed.replace("text", "t\u00e9xt"))).contains("signature");
        String beside = MIME + "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" + signed + "--a\r\nContent-Type: image/gif\r\n\r\n\u00ff\r\n--a--\r\n";
        assertThat(converted(beside)).contains(signed).contains("\r\n\r\n/w==\r\n--a--");
    }

    @Test
    void whatMayNotBeEncodedIsNot() {                            // RFC 2046 sections 5.2.2.1 and 5.2.3, RFC 2045 section 6.4
        for (String type : new String[] {"message/partial; id=x; number=1", "message/external-body; access-type=url", "message/delivery-status", "multipart/mixed"}) {
            assertThat(impossible(MIME + "Content-Type: " + type + "\r\n\r\n\u00e9\r\n")).contains(type.split(";")[0], "may not be encoded");
        }
        assertThat(impossible(MIME + "Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uu\r\n\r\n\u00e9\r\n")).contains("x-uu");
    }

    @Test
    void headerFieldsCannotBeConverted() {
        assertThat(impossible("Subject: gr\u00fcn\r\n\r\nx\r\n")).contains("Subject", "SMTPUTF8");
        assertThat(impossible("Subject: x\r\nX-Nul: \0\r\n\r\nx\r\n")).contains("X-Nul");
        assertThat(impossible("X-Long: " + "x".repeat(1200) + "\r\n\r\nx\r\n")).contains("X-Long", "998");
        assertThat(converted("X-Long: " + "word ".repeat(300) + "end\r\n\r\nx\r\n")).contains("word\r\n word").endsWith("end\r\n\r\nx\r\n");
        assertThat(impossible(MIME + "Content-Type: message/rfc822\r\n\r\nSubject: gr\u00fcn\r\n\r\nx\r\n")).contains("Subject");
    }

    @Test
    void internationalMessagesInsideMayBeEncoded() {             // RFC 6532 section 3.7
        assertThat(converted(MIME + "Content-Type: message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSubject: gr\u00c3\u00bcn\r\n\r\nx\r\n"))
                .endsWith("Content-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSubject: gr=C3=BCn\r\n\r\nx\r\n");
    }

    @Test
    void damagedEncodingsAreRenewed() {
        assertThat(converted(MIME + "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na plain word or two a=C3=\r\n\u00a9 =zz  \r\n"))
                .endsWith("quoted-printable\r\n\r\na plain word or two a=C3=A9 =3Dzz\r\n");
        assertThat(converted(MIME + "Content-Type: image/gif\r\nContent-Transfer-Encoding: BASE64\r\n\r\n\u00e9" + "AAAA".repeat(300) + "\r\n"))
                .contains("\r\nContent-Transfer-Encoding: base64\r\n\r\n" + "AAAA".repeat(19) + "\r\nAAAA");
    }

    @Test
    void whatIsTooDeepOrTooManyIsLeftAlone() {
        String parts = MIME + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n\u00e9\r\n".repeat(1100) + "--b--\r\n";
        assertThat(impossible(parts)).contains("too many");
        StringBuilder deep = new StringBuilder(MIME);
        for (int i = 0; i < 60; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i).append("\r\n");
        }
        assertThat(impossible(deep + "\r\n\u00e9\r\n")).contains("multipart/mixed");
    }

    private static Result convert(String message) {
        return SevenBit.convert(message.getBytes(ISO_8859_1));
    }

    private static String converted(String message) {
        assertThat(convert(message)).isInstanceOf(Converted.class);
        byte[] octets = ((Converted) convert(message)).octets();
        assertThat(SevenBit.convert(octets)).isInstanceOf(AlreadySeven.class);
        return new String(octets, ISO_8859_1);
    }

    private static String impossible(String message) {
        assertThat(convert(message)).isInstanceOf(Impossible.class);
        return ((Impossible) convert(message)).reason();
    }
}
