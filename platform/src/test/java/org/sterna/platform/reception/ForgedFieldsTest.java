package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is taken out of messages, wherever the octets are cut. */
class ForgedFieldsTest {
    private static final String OURS = "Authentication-Results: mail.example.org; spf=pass\r\n";
    private static final String THEIRS = "Authentication-Results: mx.example.net; spf=pass\r\n";
    private static final String BODY = "\r\nbody\r\n" + OURS;

    private static String left(String message, Optional<String> authservId, int piece) {
        ForgedFields fields = new ForgedFields(authservId);
        byte[] octets = message.getBytes(ISO_8859_1);
        for (int at = 0; at < octets.length; at += piece) {
            fields.feed(octets, at, Math.min(piece, octets.length - at));
        }
        fields.end();
        StringBuilder left = new StringBuilder(message);
        for (int i = fields.found().size() - 1; i >= 0; i--) {
            left.delete((int) fields.found().get(i).start(), (int) fields.found().get(i).end());
        }
        return left.toString();
    }

    private static void assertLeft(String message, String left) {
        for (int piece : new int[] {1, 2, 3, 7, 100, Integer.MAX_VALUE / 2}) {
            assertThat(left(message, Optional.of("mail.example.org"), piece)).as("pieces of %d", piece).isEqualTo(left);
        }
    }

    @Test
    void onlyWhatIsSaidInOurNameGoes() {
        assertLeft("Subject: x\r\n" + OURS + THEIRS + OURS + "To: a\r\n" + BODY, "Subject: x\r\n" + THEIRS + "To: a\r\n" + BODY);
        assertLeft(OURS + OURS, "");
        assertLeft(THEIRS + BODY, THEIRS + BODY);
        assertLeft("", "");
    }

    @Test
    void foldedOrSpelledDifferently() {
        assertLeft("AUTHENTICATION-results \t:\r\n (x)\r\n\tMAIL.example.org 1;\r\n none\r\nA: b\r\n" + BODY, "A: b\r\n" + BODY);
        assertLeft("x-sterna-POLICY: x\r\nX-Sterna-Policy-Not: y\r\n" + BODY, "X-Sterna-Policy-Not: y\r\n" + BODY);
        assertLeft("Authentication-Results-Not: mail.example.org; none\r\n" + BODY, "Authentication-Results-Not: mail.example.org; none\r\n" + BODY);
    }

    @Test
    void whatCannotBeReadGoes() {
        assertLeft("Authentication-Results:\r\nA: b\r\n" + BODY, "A: b\r\n" + BODY);
        assertLeft("Authentication-Results: (" + "x".repeat(2000) + ") mail.example.org; none\r\n" + BODY, BODY);
        assertLeft("Authentication-Results" + " ".repeat(2000) + ": mail.example.org; none\r\n" + BODY, BODY);
        assertLeft("Authentication-Results: " + "x".repeat(2000) + "; none\r\n" + BODY, BODY);
    }

    @Test
    void aLongOneOfSomebodyElseStays() {
        String theirs = "Authentication-Results: mx.example.net;\r\n" + " dkim=pass header.d=example.net;\r\n".repeat(200);
        assertLeft(theirs + BODY, theirs + BODY);
    }

    @Test
    void lineEndsOfBinaryContentEndNoHeaderSection() {
        assertLeft("A: b\r\n\rAuthentication-Results: x\r\n" + OURS + BODY, "A: b\r\n\rAuthentication-Results: x\r\n" + BODY);
    }

    @Test
    void whoIsTrustedMaySpeakInOurName() {
        assertThat(left(OURS + "X-Sterna-Policy: x\r\n" + BODY, Optional.empty(), 5)).isEqualTo(OURS + BODY);
    }

    @Test
    void manyInARowAreOneRangeAndTooManyApartAreAnAttack() {
        ForgedFields fields = new ForgedFields(Optional.of("mail.example.org"));
        for (int i = 0; i < 100_000; i++) {
            fields.feed(OURS.getBytes(ISO_8859_1), 0, OURS.length());
        }
        assertThat(fields.tooMany()).isFalse();
        byte[] pair = (OURS + "A: b\r\n").getBytes(ISO_8859_1);
        for (int i = 0; i < 100_000; i++) {
            fields.feed(pair, 0, pair.length);
        }
        assertThat(fields.tooMany()).isTrue();
        assertThat(fields.found()).hasSize(ForgedFields.MOST + 1);
    }
}
