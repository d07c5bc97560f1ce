package org.sterna.protocols.smtp.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterParsersTest {
    @Test
    void xtextOfTheRfc() {                                       // RFC 3461 section 4
        assertThat(Xtext.encode("a+b=c d")).isEqualTo("a+2Bb+3Dc+20d");
        assertThat(Xtext.decode("a+2Bb+3Dc+20d")).contains("a+b=c d");
        assertThat(Xtext.decode("+C3+A9")).contains("\u00e9");
        assertThat(Xtext.encode("\u00e9")).isEqualTo("+C3+A9");
        assertThat(Xtext.decode("")).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "+2", "+2b", "+GG", "a=b", "a b", "\u00e9", "+FF", "\t"})
    void noXtext(String text) {
        assertThat(Xtext.decode(text)).isEmpty();
    }

    @Property(tries = 500)
    void xtextComesBack(@ForAll @StringLength(max = 40) String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            assertThat(Xtext.decode(Xtext.encode(text))).contains(text);
        }
    }

    @Property(tries = 500)
    void anyWordsAreReadOrRefused(@ForAll @StringLength(max = 20) String value) {
        for (String keyword : List.of("SIZE", "BODY", "AUTH", "RET", "ENVID", "BY", "HOLDFOR", "HOLDUNTIL", "MT-PRIORITY", "X")) {
            assertThat(MailParameterParser.parse(keyword + "=" + value)).isNotNull();
        }
        for (String start : List.of("NOTIFY=", "ORCPT=", "ORCPT=rfc822;", "ORCPT=utf-8;", "ORCPT=utf-8;\\x{", "")) {
            assertThat(RcptParameterParser.parse(start + value)).isNotNull();
        }
    }

    @Test
    void releaseAndDeadline() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(mail("HOLDFOR=60").futureRelease().orElseThrow().releaseAt(now)).isEqualTo(now.plusSeconds(60));
        assertThat(mail("HOLDUNTIL=2026-11-23T00:00:00Z").futureRelease().orElseThrow().releaseAt(now))
                .isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(mail("BY=-5;n").deliverBy()).contains(new DeliverBy(Duration.ofSeconds(-5), DeliverBy.Mode.NOTIFY, false));
        assertThat(mail("BY=-5;n").deliverBy().orElseThrow().deadline(now)).isEqualTo(now.minusSeconds(5));
    }

    @Test
    void sizesOfUpToTwentyDigits() {                             // RFC 1870 section 3
        assertThat(mail("SIZE=0").declaredSize()).hasValue(0);
        assertThat(mail("SIZE=999999999999999999").declaredSize()).hasValue(999_999_999_999_999_999L);
        assertThat(mail("SIZE=00999999999999999999").declaredSize()).hasValue(999_999_999_999_999_999L);
        assertThat(mail("SIZE=01000000000000000000").declaredSize()).hasValue(Long.MAX_VALUE);
        assertThat(mail("SIZE=99999999999999999999").declaredSize()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void originalRecipientsInAllForms() {                        // RFC 6533 section 3
        assertThat(originalRecipient("rfc822;Bob+2Bx@Example.COM")).contains(new OriginalRecipient("rfc822", "Bob+x@Example.COM"));
        assertThat(originalRecipient("utf-8;j\\x{F6}rg@example.org")).contains(new OriginalRecipient("utf-8", "j\u00f6rg@example.org"));
        assertThat(originalRecipient("utf-8;j\u00f6rg@example.org")).contains(new OriginalRecipient("utf-8", "j\u00f6rg@example.org"));
        assertThat(originalRecipient("UTF-8;\\x{1F600}\\x{5C}x")).contains(new OriginalRecipient("UTF-8", "\ud83d\ude00\\x"));
    }

    @Test
    void notifications() {                                       // RFC 3461 section 4.1
        assertThat(((ParameterReading.WellFormed<RcptParameters>) RcptParameterParser.parse("NOTIFY=delay,SUCCESS,Delay"))
                .parameters().notifications()).isEqualTo(Set.of(Notify.DELAY, Notify.SUCCESS));
        assertThat(RcptParameterParser.parse("NOTIFY=NEVER,DELAY")).isEqualTo(new ParameterReading.Malformed<>("NOTIFY"));
        assertThat(RcptParameterParser.parse("RET=FULL")).isEqualTo(new ParameterReading.Unknown<>("RET"));
    }

    private static MailParameters mail(String word) {
        return ((ParameterReading.WellFormed<MailParameters>) MailParameterParser.parse(word)).parameters();
    }

    private static Optional<OriginalRecipient> originalRecipient(String value) {
        return ((ParameterReading.WellFormed<RcptParameters>) RcptParameterParser.parse("ORCPT=" + value))
                .parameters().originalRecipient();
    }
}
