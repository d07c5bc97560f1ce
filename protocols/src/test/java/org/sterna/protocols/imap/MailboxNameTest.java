package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "INBOX; INBOX", "A&-B; A&B", "~peter/mail/&U,BTFw-/&ZeVnLIqe-; ~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e",
        "Entw&APw-rfe; Entw\u00fcrfe", "&2D3eAA-; \ud83d\ude00", "&Jjo-!; \u263a!"})
    void modifiedUtf7(String encoded, String text) {                        // RFC 3501 section 5.1.3
        assertThat(MailboxName.decode(encoded)).map(MailboxName::value).contains(text);
        assertThat(MailboxName.of(text)).map(MailboxName::encode).contains(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "&U,BTFw-&ZeVnLIqe-", "&AGE-", "&U,BT", "&!!-", "&2AA-", "&U,BTF-", "\u00fc"})
    void onlyTheCanonicalFormIsAccepted(String encoded) {
        assertThat(MailboxName.decode(encoded)).isEmpty();
    }

    @Property
    void printedAndReadIsTheSame(@ForAll String text) {
        Optional<MailboxName> name = MailboxName.of(text);
        name.ifPresent(valid -> {
            assertThat(valid.encode()).matches("[ -~]+");
            assertThat(MailboxName.decode(valid.encode())).contains(valid);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "a*", "a%b", "a\r\nb", "a\u0000", "a\ud800", "\udc00x", "\u0085", ".",
        "..", "../a", "a/../b", "a/."})
    void impossibleNames(String text) {
        assertThat(MailboxName.of(text)).isEmpty();
    }

    @Test
    void lengthIsCountedInOctets() {
        assertThat(MailboxName.of("\u00fc".repeat(500))).isPresent();
        assertThat(MailboxName.of("\u00fc".repeat(501))).isEmpty();
    }

    @Test
    void levelsAreCounted() {
        assertThat(MailboxName.of("a/".repeat(99) + "a")).isPresent();
        assertThat(MailboxName.of("a/".repeat(100) + "a")).isEmpty();
        assertThat(MailboxName.fault("a/".repeat(499) + "a")).contains("A mailbox name has at most 100 levels");
        assertThat(MailboxName.fault("a/".repeat(1000) + "a")).contains("A mailbox name has at most 1000 octets");
        assertThat(MailboxName.of("...")).isPresent();
    }

    @Test
    void encodedAsTheSessionHasIt() {                                       // RFC 9051 section 5.1
        MailboxName name = new MailboxName("\u00fc & x");
        assertThat(name.encode(Enabled.NOTHING)).isEqualTo("&APw- &- x");
        assertThat(name.encode(Enabled.NOTHING.with("IMAP4REV2"))).isEqualTo("\u00c3\u00bc & x");
    }

    @Test
    void inboxIsSpecial() {
        assertThat(MailboxName.of("iNbOx")).contains(MailboxName.INBOX);
        assertThat(MailboxName.of("inbox/x")).map(MailboxName::value).contains("INBOX/x");
        assertThat(MailboxName.of("inboxes")).map(MailboxName::value).contains("inboxes");
        assertThat(MailboxName.INBOX.isInbox()).isTrue();
    }

    @Test
    void hierarchy() {
        MailboxName name = new MailboxName("a/b/c");
        assertThat(name.levels()).isEqualTo(List.of("a", "b", "c"));
        assertThat(name.parent()).contains(new MailboxName("a/b"));
        assertThat(name.isBelow(new MailboxName("a"))).isTrue();
        assertThat(new MailboxName("ab").isBelow(new MailboxName("a"))).isFalse();
        assertThat(name.moved(new MailboxName("a/b"), new MailboxName("x"))).contains(new MailboxName("x/c"));
        assertThat(name.moved(new MailboxName("b"), new MailboxName("x"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*, INBOX, true", "*, a/b/c, true", "%, a, true", "%, a/b, false", "a/%, a/b, true", "a/%, a/b/c, false", "a/*, a/b/c, true",
        "a/*, a, false", "inbox, INBOX, true", "%/%, a/b, true", "*b, a/b, true", "a%c, abc, true", "a%c, a/c, false", "x, y, false",
        "*%*, a/b, true", "'', a, false"})
    void patterns(String pattern, String name, boolean matches) {            // RFC 3501 section 6.3.8
        assertThat(new ListPattern(pattern).matches(new MailboxName(name))).isEqualTo(matches);
    }

    @Test
    void hostilePatternsStayCheap() {
        ListPattern pattern = new ListPattern("*a".repeat(500));
        assertThat(pattern.matches(new MailboxName("a".repeat(999) + "b"))).isFalse();
        assertThat(new ListPattern("*".repeat(60_000)).matches(MailboxName.INBOX)).isFalse();
    }

    @Test
    void flagsIgnoreCase() {
        assertThat(Flag.of("\\SEEN")).contains(Flag.SEEN);
        assertThat(Flag.of("\\SEEN").orElseThrow().name()).isEqualTo("\\Seen");
        assertThat(new Flag("$Junk")).isEqualTo(new Flag("$junk")).hasSameHashCodeAs(new Flag("$JUNK"));
        for (String wrong : List.of("", "\\Other", "a b", "a\r\n", "a(", "a]", "\u00fc", "x".repeat(256))) {
            assertThat(Flag.of(wrong)).isEmpty();
        }
    }
}
