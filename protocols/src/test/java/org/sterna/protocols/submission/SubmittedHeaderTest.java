package org.sterna.protocols.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.message.OctetRange;

class SubmittedHeaderTest {
    private static final ZonedDateTime AT = ZonedDateTime.of(2026, 9, 5, 7, 4, 9, 0, ZoneOffset.ofHours(2));
    private static final Address JONES = Address.parse("jones@example.org").orElseThrow();
    private static final Address ALIAS = Address.parse("bob@example.org").orElseThrow();
    private static final Set<Fix> ALL = EnumSet.allOf(Fix.class);
    private static final String COMPLETE = "Date: Sat, 5 Sep 2026 07:00:00 +0200\nMessage-ID: <1@client.example>\n";

    @Test
    void completeMessageStaysAsItIs() {
        assertThat(fix(COMPLETE + "From: Jones <jones@example.org>\nTo: smith@example.com\n\nhello\n", ALL).isUnchanged()).isTrue();
    }

    @Test
    void addsWhatIsMissing() {                                   // RFC 6409 sections 8.2 and 8.3, RFC 5322 section 3.6
        assertFixed("Subject: x\n\nhello\n", ALL, """
                Date: Sat, 5 Sep 2026 07:04:09 +0200
                Message-ID: <q7.0123@mx.example.org>
                From: <jones@example.org>
                Subject: x

                hello
                """);
    }

    @Test
    void emptyFieldsAreMissing() {
        assertFixed("Date:\nFrom: \n \nMessage-ID: none\nSubject: x\n\n", ALL, """
                Date: Sat, 5 Sep 2026 07:04:09 +0200
                Message-ID: <q7.0123@mx.example.org>
                From: <jones@example.org>
                Subject: x

                """);
    }

    @Test
    void blindCopiesAreTakenOut() {                              // RFC 5322 section 3.6.3
        String message = "BCC: a@example.com,\n b@example.com\nbcc : c@example.com\n" + COMPLETE
                + "From: jones@example.org\nResent-Bcc: d@example.com\nBcc-Note: stays\n\nBcc: stays\n";
        assertFixed(message, ALL, COMPLETE + "From: jones@example.org\nBcc-Note: stays\n\nBcc: stays\n");
        assertThat(fix(message, ALL).removed()).as("neighbours are one range").hasSize(2);
        assertThat(fix(message, EnumSet.complementOf(EnumSet.of(Fix.STRIP_BCC))).removed()).isEmpty();
    }

    @Test
    void addressesGetTheDomainOfTheAccount() {
        assertFixed(COMPLETE + """
                From: Bob Jones (that's
                 me) <jones (home)>
                To: smith, "Brown, A." <brown>, c@example.com,
                \tTeam: green, <blue>;
                Cc: No Address
                Reply-To: =?utf-8?Q?J?= <jones>
                Subject: smith

                To: smith
                """, ALL, """
                From: Bob Jones (that's
                 me) <jones@example.org (home)>
                To: smith@example.org, "Brown, A." <brown@example.org>, c@example.com,
                \tTeam: green@example.org, <blue@example.org>;
                Reply-To: =?utf-8?Q?J?= <jones@example.org>
                """ + COMPLETE + """
                Cc: No Address
                Subject: smith

                To: smith
                """);
        String full = COMPLETE + "From: jones@example.org\nTo: " + "x".repeat(60) + ", y@example.com" + ", y@example.com".repeat(61) + "\n\n";
        assertThat(fix(full, ALL).isUnchanged()).as("no room in the line").isTrue();
    }

    @Test
    void completedAddressesDoNotMakeAHeaderSectionWithoutBound() {
        for (String header : List.of("To: " + ("a," + "a,".repeat(30) + "\n ").repeat(1900) + "a\n\n", "To: a\n".repeat(15_000) + "\n")) {
            assertThat(fix(header, EnumSet.of(Fix.QUALIFY_ADDRESSES)).prefix().length).isLessThan(2 * SubmittedHeader.MAX_OCTETS);
        }
    }

    @Test
    void headerSectionMayEndTheMessage() {
        assertFixed("Subject: x\n", EnumSet.of(Fix.ADD_MESSAGE_ID), "Message-ID: <q7.0123@mx.example.org>\nSubject: x\n");
        assertFixed("", EnumSet.of(Fix.ADD_FROM), "From: <jones@example.org>\n");
        assertThat(mended("To: smith\r\nCc: smith", EnumSet.of(Fix.QUALIFY_ADDRESSES)))
                .isEqualTo("To: smith@example.org\r\nCc: smith@example.org\r\n");
        assertThat(mended("Bcc: a\r\nSubject: x", ALL)).endsWith("\r\nSubject: x");
    }

    @Test
    void bodyWithoutHeaderSectionGetsOne() {
        assertFixed("hello,\nFrom: nobody\n", EnumSet.of(Fix.ADD_FROM), "From: <jones@example.org>\n\nhello,\nFrom: nobody\n");
        assertFixed(" folded nothing\n", Set.of(), "\n folded nothing\n");
        assertFixed("\nhello\n", EnumSet.of(Fix.ADD_FROM), "From: <jones@example.org>\n\nhello\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "From: a@example.org\nno field\n\n", "From: a@example.org\n: x\n\n", "From: a@example.org\nfrom: b@example.org\n\n",
        "Sender: a@example.org\nSender: b@example.org\n\n", "From: a@example.org\n\u00e9: x\n\n", "Subject: a\rb\n\n", "From: a@example.org\0, b@example.org\n\n",
    })
    void doubtfulHeaderSectionsAreUnreadable(String message) {
        byte[] octets = wire(message);
        assertThat(SubmittedHeader.read(octets, octets.length, true)).isInstanceOf(HeaderReading.Unreadable.class);
    }

    @Test
    void tooLongAHeaderSectionIsUnreadable() {
        byte[] endless = wire(("X: " + "x".repeat(96) + "\n").repeat(1400));
        assertThat(SubmittedHeader.read(endless, endless.length, true))
                .isEqualTo(new HeaderReading.Unreadable("The header section is longer than 131072 octets"));
        byte[] cut = wire("Subject: x\n");
        assertThat(SubmittedHeader.read(cut, cut.length, false)).isInstanceOf(HeaderReading.Unreadable.class);
        assertThat(SubmittedHeader.read(cut, 5, false)).isInstanceOf(HeaderReading.Unreadable.class);
        byte[] start = wire("Subject: x\n\nbody that is lon");
        assertThat(SubmittedHeader.read(start, start.length, false)).isInstanceOf(SubmittedHeader.class);
    }

    @Test
    void authorsAreReported() {                                  // RFC 6409 section 6.1
        assertThat(authors("From: a, B <b@EXAMPLE.com>, g: c@[192.0.2.1];\nSender: Jones <jones@example.org>\n")).containsExactly(
                new Author("From", Address.parse("a@example.org")), new Author("From", Address.parse("b@example.com")),
                new Author("From", Address.parse("c@[192.0.2.1]")), new Author("Sender", Optional.of(JONES)));
        assertThat(authors("From: Jones\n")).as("an atom is a local-part").containsExactly(new Author("From", Address.parse("Jones@example.org")));
        assertThat(authors("From: No Address\n")).containsExactly(new Author("From", Optional.empty()));
        assertThat(authors("From: nobody:;\n")).containsExactly(new Author("From", Optional.empty()));
        assertThat(authors("From: a@under_score.example\n")).containsExactly(new Author("From", Optional.empty()));
        assertThat(authors("From: \u00fc@b\u00fccher.example\n"))    // RFC 6532 section 3
                .containsExactly(new Author("From", Address.parse("\u00fc@b\u00fccher.example", AddressForm.UTF8)));
        assertThat(authors("Subject: x\n")).isEmpty();
    }

    @Test
    void senderTellsWhoItWas() {                                 // RFC 6409 section 8.1
        String sender = "Sender: <jones@example.org>\n" + COMPLETE;
        assertFixed(COMPLETE + "From: boss@example.org\n\n", ALL, sender + "From: boss@example.org\n\n");
        assertFixed(COMPLETE + "From: boss@example.org\nSender: other@example.org\n\n", ALL, sender + "From: boss@example.org\n\n");
        assertFixed(COMPLETE + "From: jones@example.org\nSender: other@example.org\n\n", ALL, sender + "From: jones@example.org\n\n");
        assertFixed(COMPLETE + "From: jones@example.org, b@example.org\n\n", ALL, sender + "From: jones@example.org, b@example.org\n\n");
        assertFixed(COMPLETE + "From: nobody at all\n\n", ALL, sender + "From: nobody at all\n\n");
        assertThat(fix(COMPLETE + "From: bob@example.org\n\n", ALL).isUnchanged()).as("another name of the account").isTrue();
        assertThat(fix(COMPLETE + "From: boss@example.org\nSender: bob@example.org\n\n", ALL).isUnchanged()).isTrue();
        assertThat(fix(COMPLETE + "From: boss@example.org\n\n", Fix.USUAL).isUnchanged()).as("switched off").isTrue();
    }

    @Test
    void addressOutsideAsciiNeedsTheExtension() {                // RFC 6532 section 3
        Address address = Address.parse("j\u00fcrgen@example.org", AddressForm.UTF8).orElseThrow();
        SubmittedHeader header = read(wire("Subject: x\n\n"));
        assertThat(header.fix(new Submitter(address, ALIAS::equals, "1@mx.example.org", AT, false), Set.of(Fix.ADD_FROM)).isUnchanged()).isTrue();
        FixedMessage fixed = header.fix(new Submitter(address, ALIAS::equals, "1@mx.example.org", AT, true), Set.of(Fix.ADD_FROM));
        assertThat(new String(fixed.prefix(), StandardCharsets.UTF_8)).isEqualTo("From: <j\u00fcrgen@example.org>\r\n");
    }

    @ParameterizedTest
    @EnumSource(Fix.class)
    void eachFixCanBeSwitchedOff(Fix fix) {
        String message = "Bcc: a@example.com\nTo: smith\n\n";
        String other = fix == Fix.ADD_SENDER ? "From: boss@example.org\n" + message : message;
        assertThat(fix(other, ALL).done()).contains(fix);
        assertThat(fix(other, EnumSet.complementOf(EnumSet.of(fix))).done()).doesNotContain(fix);
        assertThat(fix(other, Set.of()).isUnchanged()).isTrue();
    }

    @Test
    void ownIdentifierMustBeOne() {
        assertThatThrownBy(() -> new Submitter(JONES, ALIAS::equals, "a b@example.org", AT, false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a b@example.org");
    }

    @Property(tries = 500)
    void fixingTwiceChangesNothingMore(@ForAll("messages") String message) {
        byte[] octets = wire(message);
        if (SubmittedHeader.read(octets, octets.length, true) instanceof SubmittedHeader) {
            byte[] once = mended(octets, ALL);
            assertThat(read(once).fix(submitter(), ALL).isUnchanged()).isTrue();
        }
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of("From: a\n", "From: A B\n", "Sender: b@example.com\n", "To: a,\n b <c>\n", "Bcc: x\n", "Date:\n", "Message-ID: <x@y>\n", "\n",
                "no field\n", "To: a@b, c").list().ofMaxSize(6).map(lines -> String.join("", lines));
    }

    private static List<Author> authors(String header) {
        return read((header + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)).authors(JONES.domain());
    }

    private static void assertFixed(String message, Set<Fix> fixes, String expected) {
        assertThat(new String(mended(wire(message), fixes), StandardCharsets.ISO_8859_1)).isEqualTo(expected.replace("\n", "\r\n"));
    }

    private static String mended(String wire, Set<Fix> fixes) {
        return new String(mended(wire.getBytes(StandardCharsets.ISO_8859_1), fixes), StandardCharsets.ISO_8859_1);
    }

    private static byte[] mended(byte[] octets, Set<Fix> fixes) {
        FixedMessage fixed = read(octets).fix(submitter(), fixes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(fixed.prefix());
        int at = 0;
        for (OctetRange range : fixed.removed()) {
            out.write(octets, at, (int) range.start() - at);
            at = (int) range.end();
        }
        out.write(octets, at, octets.length - at);
        return out.toByteArray();
    }

    private static FixedMessage fix(String message, Set<Fix> fixes) {
        return read(wire(message)).fix(submitter(), fixes);
    }

    private static Submitter submitter() {
        return new Submitter(JONES, ALIAS::equals, "q7.0123@mx.example.org", AT, false);
    }

    private static SubmittedHeader read(byte[] octets) {
        return (SubmittedHeader) SubmittedHeader.read(octets, octets.length, true);
    }

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
