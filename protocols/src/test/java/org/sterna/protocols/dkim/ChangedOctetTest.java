package org.sterna.protocols.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever octet of a signed message is changed, no signature of it verifies any more. */
class ChangedOctetTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");
    private static final String MESSAGE = "From: Jones <jones@example.org>\r\nTo: smith@example.net\r\nSubject: a test\r\nDate: Mon, 23 Nov 2026 05:00:00 +0000\r\n"
            + "\r\nHello,\r\n\r\nthis is it.\r\n.\r\n";
    private static final byte[] SIMPLE = sign(Canonicalization.SIMPLE);
    private static final byte[] RELAXED = sign(Canonicalization.RELAXED);
    private static final KeyZone ZONE = new KeyZone().with(TestKey.RSA).with(TestKey.ED25519);

    /**
     * Each signature covers the rest of its own field too; but not b=, whose last letter has bits to spare, nor white space around its value (RFC 6376 section 3.5), which the CR
     * behind it can become, as a LF alone ends a line, too.
     */
    @Property(tries = 2000)
    void anyOctetSignedAsItIs(@ForAll @IntRange(max = 100_000) int where, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = SIMPLE.clone();
        int at = where % changed.length;
        changed[at] ^= (byte) bits;
        Assume.that(!isInSignature(SIMPLE, at));
        assertThat(passed(changed)).as("octet %d, %d", at, bits).isLessThan(2);
    }

    /** Letters and digits only, as white space and the case of field names do not count. */
    @Property(tries = 2000)
    void anyLetterSignedRelaxed(@ForAll @IntRange(max = 100_000) int where, @ForAll @IntRange(min = 1, max = 25) int by) {
        byte[] changed = RELAXED.clone();
        int at = where % changed.length;
        if (changed[at] >= 'a' && changed[at] <= 'z' && !isInSignature(RELAXED, at)) {
            changed[at] = (byte) ('a' + (changed[at] - 'a' + by) % 26);
            assertThat(passed(changed)).as("octet %d", at).isLessThan(2);
        }
    }

    /** What both signatures cover: the message itself. */
    @Property(tries = 2000)
    void anyOctetOfTheMessageBreaksBoth(@ForAll @IntRange(max = 100_000) int where, @ForAll @IntRange(min = 1, max = 255) int bits) {
        byte[] changed = SIMPLE.clone();
        int at = changed.length - MESSAGE.length() + where % MESSAGE.length();
        changed[at] ^= (byte) bits;
        assertThat(passed(changed)).as("octet %d, %d", at, bits).isZero();
    }

    private static boolean isInSignature(byte[] message, int at) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int start = text.lastIndexOf(" b=", at);
        int end = text.indexOf("\r\nDKIM-Signature", start);
        return start >= 0 && at <= (end < 0 ? text.indexOf("\r\nFrom:") : end);
    }

    private static long passed(byte[] message) {
        return ZONE.verify(message, NOW, DkimPolicy.USUAL).results().stream().filter(DkimResult::isPass).count();
    }

    private static byte[] sign(Canonicalization canonicalization) {
        return DkimVerifierTest.octets(DkimVerifierTest.sign(MESSAGE, SigningRules.USUAL.with(canonicalization, canonicalization)));
    }
}
