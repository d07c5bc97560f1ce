package org.sterna.protocols.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.sasl.SaslStep.Cancelled;
import org.sterna.protocols.sasl.SaslStep.Challenge;
import org.sterna.protocols.sasl.SaslStep.Credentials;
import org.sterna.protocols.sasl.SaslStep.Malformed;

class SaslExchangeTest {
    @Test
    void plainWithInitialResponse() {                            // RFC 4616 section 4
        assertThat(plain(Optional.of(base64("\0tim\0tanstaaftanstaaf"))))
                .isEqualTo(new Credentials("tim", "tanstaaftanstaaf"));
        assertThat(plain(Optional.of(base64("tim\0tim\0p\u00e4ss")))).isEqualTo(new Credentials(Optional.of("tim"), "tim", "p\u00e4ss"));
        assertThat(plain(Optional.of(base64("Ursel\0Kurt\0xipj3plmq")))).isEqualTo(new Credentials(Optional.of("Ursel"), "Kurt", "xipj3plmq"));
    }

    @Test
    void plainOnRequest() {
        Challenge challenge = (Challenge) plain(Optional.empty());
        assertThat(challenge.base64()).isEmpty();
        assertThat(challenge.next().on(base64("\0tim\0secret"))).isEqualTo(new Credentials("tim", "secret"));
        assertThat(challenge.next().on("*")).isEqualTo(new Cancelled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0tim", "\0tim\0a\0b", "\0\0x", "\0tim\0", "tim", ""})
    void plainRefuses(String message) {
        assertThat(plain(Optional.of(base64(message)))).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "!", "AHRpbQBz ZWNyZXQ", "/////w=="})
    void whatIsNoUtf8InBase64IsMalformed(String response) {
        assertThat(plain(Optional.of(response))).isInstanceOf(Malformed.class);
    }

    @Test
    void overLongIsMalformed() {
        assertThat(plain(Optional.of(base64("\0" + "t".repeat(321) + "\0x")))).isInstanceOf(Malformed.class);
        assertThat(plain(Optional.of(base64("\0tim\0" + "x".repeat(1025))))).isInstanceOf(Malformed.class);
        assertThat(plain(Optional.of("A".repeat(12_292)))).isInstanceOf(Malformed.class);
    }

    @Test
    void loginAsksTwice() {
        Challenge user = (Challenge) SaslExchange.start(SaslMechanism.LOGIN, Optional.empty());
        assertThat(user.base64()).isEqualTo("VXNlcm5hbWU6");
        Challenge password = (Challenge) user.next().on(base64("tim"));
        assertThat(password.base64()).isEqualTo("UGFzc3dvcmQ6");
        assertThat(password.next().on(base64("secret"))).isEqualTo(new Credentials("tim", "secret"));
        assertThat(password.next().on("*")).isEqualTo(new Cancelled());
        assertThat(user.next().on("*")).isEqualTo(new Cancelled());
        assertThat(user.next().on("")).isInstanceOf(Malformed.class);
    }

    @Test
    void loginTakesTheNameWithTheCommand() {
        Challenge password = (Challenge) SaslExchange.start(SaslMechanism.LOGIN, Optional.of(base64("tim")));
        assertThat(password.next().on(base64("secret"))).isEqualTo(new Credentials("tim", "secret"));
    }

    @Test
    void mechanismsAreNamedInAnyCase() {
        assertThat(SaslMechanism.named("plain")).contains(SaslMechanism.PLAIN);
        assertThat(SaslMechanism.named("CRAM-MD5")).isEmpty();
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(new Credentials("tim", "secret").toString()).doesNotContain("secret");
    }

    private static SaslStep plain(Optional<String> initialResponse) {
        return SaslExchange.start(SaslMechanism.PLAIN, initialResponse);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
