package org.sterna.protocols.crypto.bouncycastle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password.Cost;

class Argon2PasswordTest {
    /** From the tests of the reference implementation. */
    private static final String KNOWN = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void agreesWithTheReferenceImplementation() {
        byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
        assertThat(Argon2Password.hash("password", salt, new Cost(256, 2, 1)).phc()).isEqualTo(KNOWN);
    }

    @Test
    void readsAndVerifies() {
        Argon2Password stored = Argon2Password.parse(KNOWN).orElseThrow();
        assertThat(stored.verify("password")).isTrue();
        assertThat(stored.verify("Password")).isFalse();
        assertThat(stored.verify("")).isFalse();
        assertThat(stored.cost()).isEqualTo(new Cost(256, 2, 1));
        assertThat(stored.phc()).isEqualTo(KNOWN);
        assertThat(stored.toString()).doesNotContain("nf65");
    }

    @Test
    void standardCostAndOtherAlphabets() {
        Argon2Password hash = Argon2Password.hash("p\u00e4ssw\u00f6rd \u2603", new byte[Argon2Password.SALT_OCTETS], Cost.STANDARD);
        assertThat(hash.phc()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Argon2Password.parse(hash.phc()).orElseThrow().verify("p\u00e4ssw\u00f6rd \u2603")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "secret", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
    })
    void refusesWhatItCannotVerify(String phc) {
        assertThat(Argon2Password.parse(phc)).isEmpty();
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new Cost(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Argon2Password.hash("x", new byte[7], Cost.STANDARD))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
