package org.sterna.protocols.srs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.srs.SenderRewriting.Reading;

class SenderRewritingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration VALID = Duration.ofDays(21);
    private final SenderRewriting rewriting = new SenderRewriting("a secret of 22 octets!".getBytes(), "mail.example.org", VALID);

    @Test
    void aSenderComesBack() {
        Address rewritten = rewriting.rewrite(address("Ann.Lee@example.net"), NOW).orElseThrow();
        assertThat(rewritten.toString()).matches("SRS0=[a-z2-7]{6}=[a-z2-7]{2}=example\\.net=Ann\\.Lee@mail\\.example\\.org");
        assertThat(rewriting.read(rewritten, NOW.plus(VALID))).isEqualTo(new Reading.Sender(address("Ann.Lee@example.net")));
    }

    @Test
    void thoseOfOtherForwardersComeBackToThem() {
        Address once = rewriting.rewrite(address("SRS0+abcd=xy=example.com=ann@first.example"), NOW).orElseThrow();
        assertThat(once.toString()).matches("SRS1=[a-z2-7]{6}=first\\.example=\\+abcd=xy=example\\.com=ann@mail\\.example\\.org");
        assertThat(rewriting.read(once, NOW)).isEqualTo(new Reading.Sender(address("SRS0+abcd=xy=example.com=ann@first.example")));
        Address twice = rewriting.rewrite(address("SRS1=zz=first.example==abcd=xy=example.com=ann@second.example"), NOW).orElseThrow();
        assertThat(rewriting.read(twice, NOW)).isEqualTo(new Reading.Sender(address("SRS0=abcd=xy=example.com=ann@first.example")));
    }

    @Test
    void itIsReadInOtherCase() {
        Address rewritten = rewriting.rewrite(address("ann@example.net"), NOW).orElseThrow();
        Address shouted = address(rewritten.localPart().toString().toUpperCase() + "@mail.example.org");
        assertThat(rewriting.read(shouted, NOW)).isEqualTo(new Reading.Sender(address("ANN@example.net")));
    }

    @Test
    void whatWasChangedIsForged() {
        String rewritten = rewriting.rewrite(address("ann@example.net"), NOW).orElseThrow().toString();
        for (String other : new String[] {rewritten.replace("=ann@", "=ben@"), rewritten.replace("example.net", "example.com"),
            rewritten.replaceFirst("=[a-z2-7]{6}=", "=aaaaaa="), rewritten.replaceFirst("=[a-z2-7]{6}=", "=="), "SRS0=@mail.example.org", "SRS0=a=b@mail.example.org",
            "SRS1=aaaaaa=first.example==x@mail.example.org"}) {
            assertThat(rewriting.read(address(other), NOW)).as(other).isEqualTo(new Reading.Forged());
        }
        SenderRewriting others = new SenderRewriting("another secret of them".getBytes(), "mail.example.org", VALID);
        assertThat(others.read(address(rewritten), NOW)).isEqualTo(new Reading.Forged());
    }

    @Test
    void itsTimeEnds() {
        Address rewritten = rewriting.rewrite(address("ann@example.net"), NOW).orElseThrow();
        assertThat(rewriting.read(rewritten, NOW.plus(VALID).plus(Duration.ofDays(1)))).isEqualTo(new Reading.Forged());
        assertThat(rewriting.read(rewritten, NOW.minus(Duration.ofDays(1)))).isInstanceOf(Reading.Sender.class);
        assertThat(rewriting.read(rewritten, NOW.minus(Duration.ofDays(2)))).isEqualTo(new Reading.Forged());
    }

    @Test
    void otherAddressesArePlain() {
        assertThat(rewriting.read(address("ann@mail.example.org"), NOW)).isEqualTo(new Reading.Plain());
        assertThat(rewriting.read(address("srs0@mail.example.org"), NOW)).isEqualTo(new Reading.Plain());
        assertThat(rewriting.read(rewriting.rewrite(address("a@b.example"), NOW).map(each -> address(each.localPart() + "@other.example")).orElseThrow(), NOW))
                .isEqualTo(new Reading.Plain());
    }

    @Test
    void whatDoesNotFitIsLeft() {
        assertThat(rewriting.rewrite(address("a".repeat(45) + "@example.net"), NOW)).isEmpty();
        assertThat(rewriting.rewrite(address("a".repeat(37) + "@example.net"), NOW)).isPresent();
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new SenderRewriting(new byte[15], "mail.example.org", VALID)).hasMessageContaining("16 octets");
        assertThatThrownBy(() -> new SenderRewriting(new byte[16], "mail.example.org", Duration.ofHours(1))).hasMessageContaining("days");
    }

    private static Address address(String text) {
        return Address.parse(text, AddressForm.UTF8).orElseThrow();
    }
}
