package org.sterna.protocols.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeTest {
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    @Test
    void exampleOfImap() {                                       // RFC 7628 section 4.1
        String response = "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyI"
                + "HZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB";
        SaslQuestion.TokenShown shown = (SaslQuestion.TokenShown) SaslExchange.start(SaslMechanism.OAUTHBEARER, Optional.of(response));
        assertThat(shown).isEqualTo(new SaslQuestion.TokenShown(Optional.of("user@example.com"), TOKEN));
        assertThat(shown.toString()).doesNotContain(TOKEN);
        assertThat(shown.on(new SaslAnswer.Granted("user@example.com"))).isEqualTo(new SaslStep.Granted("user@example.com"));
    }

    @Test
    void exampleOfSmtp() {                                       // RFC 7628 section 4.1
        String response = "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyIHZGOWRmd"
                + "DRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB";
        assertThat(SaslExchange.start(SaslMechanism.OAUTHBEARER, Optional.of(response)))
                .isEqualTo(new SaslQuestion.TokenShown(Optional.of("user@example.com"), TOKEN));
    }

    @Test
    void aBadTokenIsToldAsJsonAndThenRefused() {                 // RFC 7628 sections 3.2.3 and 4.3
        SaslQuestion.TokenShown shown = (SaslQuestion.TokenShown) start(SaslMechanism.OAUTHBEARER, "n,,\1auth=Bearer abc\1\1");
        SaslStep.Challenge challenge = (SaslStep.Challenge) shown.on(SaslAnswer.invalidToken("example_scope"));
        assertThat(new String(Base64.getDecoder().decode(challenge.base64()), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"invalid_token\",\"scope\":\"example_scope\"}");
        assertThat(challenge.next().on("AQ==")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(challenge.next().on("")).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(challenge.next().on("*")).isEqualTo(new SaslStep.Cancelled());
        assertThat(SaslAnswer.invalidToken("").error()).isEqualTo("{\"status\":\"invalid_token\"}");
    }

    @Test
    void theForerunnerNamesTheUser() {
        assertThat(start(SaslMechanism.XOAUTH2, "user=someuser@example.com\1auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\1\1"))
                .isEqualTo(new SaslQuestion.TokenShown(Optional.of("someuser@example.com"), "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"));
    }

    @Test
    void theSchemeHasNoCase() {                                  // RFC 7628 section 4
        assertThat(start(SaslMechanism.OAUTHBEARER, "y,a=us=2Cer,\1port=143\1auth=BeArEr  abc\1\1"))
                .isEqualTo(new SaslQuestion.TokenShown(Optional.of("us,er"), "abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,,", "n,,\1\1", "n,,\1auth=Bearer \1\1", "n,,\1auth=Basic abc\1\1", "n,,\1auth=Bearer abc\1", "n,a=us=er,\1auth=Bearer abc\1\1",
        "p=tls-exporter,,\1auth=Bearer abc\1\1", "n,,\1auth=Bearer a b\1\1", "n,,\1xauth=Bearer abc\1\1", "\1auth=Bearer abc\1\1", "n,,\1host=\1auth\1\1"})
    void whatHasNoTokenIsMalformed(String message) {
        assertThat(start(SaslMechanism.OAUTHBEARER, message)).isInstanceOf(SaslStep.Malformed.class);
    }

    @Test
    void externalNamesNobodyOrSomebody() {                       // RFC 4422 appendix A
        assertThat(SaslExchange.start(SaslMechanism.EXTERNAL, Optional.of("="))).isEqualTo(new SaslQuestion.CertificateShown(Optional.empty()));
        assertThat(start(SaslMechanism.EXTERNAL, "fred@example.com")).isEqualTo(new SaslQuestion.CertificateShown(Optional.of("fred@example.com")));
        assertThat(start(SaslMechanism.EXTERNAL, "a\0b")).isInstanceOf(SaslStep.Malformed.class);
        SaslStep.Challenge asked = (SaslStep.Challenge) SaslExchange.start(SaslMechanism.EXTERNAL, Optional.empty());
        assertThat(asked.next().on("")).isEqualTo(new SaslQuestion.CertificateShown(Optional.empty()));
        assertThat(asked.next().on("*")).isEqualTo(new SaslStep.Cancelled());
    }

    @Test
    void whatIsOfferedDependsOnTheConnection() {
        Set<SaslMechanism> all = Set.of(SaslMechanism.values());
        assertThat(SaslMechanism.offered(all, true, true)).containsExactly(SaslMechanism.values());
        assertThat(SaslMechanism.offered(all, false, false)).noneMatch(SaslMechanism::isBound).doesNotContain(SaslMechanism.EXTERNAL);
        assertThat(SaslMechanism.offered(List.of(SaslMechanism.LOGIN, SaslMechanism.PLAIN), true, true)).containsExactly(SaslMechanism.PLAIN, SaslMechanism.LOGIN);
        assertThat(SaslMechanism.named("scram-sha-256-plus")).contains(SaslMechanism.SCRAM_SHA_256_PLUS);
        assertThat(SaslMechanism.named("ANONYMOUS")).isEmpty();
    }

    private static SaslStep start(SaslMechanism mechanism, String message) {
        return SaslExchange.start(mechanism, Optional.of(Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8))));
    }
}
