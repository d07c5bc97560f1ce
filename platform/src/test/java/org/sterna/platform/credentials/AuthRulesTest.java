package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sterna.config.SternaSettings;

class AuthRulesTest {
    @Test
    void settingsByWhichNobodyCanLogInAreComplainedOf() {
        assertThat(complaint()).isEmpty();
        assertThat(complaint("sterna.auth.mechanisms=[EXTERNAL, PLAIN]")).isEmpty();
        assertThat(complaint("sterna.auth.mechanisms=[OAUTHBEARER, XOAUTH2]")).hasValueSatisfying(text -> assertThat(text).contains("sterna.auth.oauth.keys"));
        assertThat(complaint("sterna.auth.mechanisms=[EXTERNAL]")).hasValueSatisfying(text -> assertThat(text).contains("client-certificates"));
        assertThat(complaint("sterna.auth.mechanisms=[EXTERNAL]", "sterna.listeners.imaps.enabled=true", "sterna.listeners.imaps.client-certificates=wanted",
                "sterna.tls.client-authorities=/authorities.pem")).isEmpty();
    }

    private static Optional<String> complaint(String... sets) {
        return AuthRules.complaint(SternaSettings.load(Optional.empty(), List.of(sets), Optional.empty(), OptionalInt.empty()));
    }
}
