package org.sterna.protocols.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {
    private static final Instant NOW = Instant.parse("2024-05-17T10:00:00Z");
    private static final String CLAIMS = "{\"iss\":\"https://id.example.org\",\"aud\":\"mail\",\"exp\":%d,\"email\":\"jones@example.org\"}";
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EC = pair("EC");
    private static final KeyPair OTHER = pair("EC");
    private static final TokenRules RULES = new TokenRules("https://id.example.org", "mail", "email", List.of(RSA.getPublic(), EC.getPublic()),
            Duration.ofSeconds(30));

    @Test
    void aSignedTokenIsGoodUntilItExpires() {
        String rsa = token("RS256", RSA.getPrivate(), claims(60));
        String ec = token("ES256", EC.getPrivate(), claims(60));
        assertThat(RULES.check(rsa, NOW)).isEqualTo(new TokenRules.Good("jones@example.org"));
        assertThat(RULES.check(ec, NOW)).isEqualTo(new TokenRules.Good("jones@example.org"));
        assertThat(RULES.check(ec, NOW.plusSeconds(89))).isInstanceOf(TokenRules.Good.class);
        assertThat(RULES.check(ec, NOW.plusSeconds(90))).isEqualTo(new TokenRules.Bad("expired"));
    }

    @Test
    void anotherKeyOrAnotherAlgorithmIsNotTaken() {              // RFC 8725 section 3.1
        assertThat(RULES.check(token("ES256", OTHER.getPrivate(), claims(60)), NOW)).isInstanceOf(TokenRules.Bad.class);
        assertThat(RULES.check(token("none", EC.getPrivate(), claims(60)), NOW)).isInstanceOf(TokenRules.Bad.class);
        assertThat(RULES.check(token("HS256", EC.getPrivate(), claims(60)), NOW)).isInstanceOf(TokenRules.Bad.class);
        assertThat(RULES.check(token("RS256", EC.getPrivate(), claims(60)), NOW)).isInstanceOf(TokenRules.Bad.class);
        String good = token("ES256", EC.getPrivate(), claims(60));
        String[] parts = good.split("\\.");
        assertThat(RULES.check(parts[0] + "." + base64(claims(61)) + "." + parts[2], NOW)).isInstanceOf(TokenRules.Bad.class);
        assertThat(RULES.check(parts[0] + "." + parts[1] + ".", NOW)).isInstanceOf(TokenRules.Bad.class);
    }

    @Test
    void everyClaimIsLookedAt() {
        long exp = NOW.plusSeconds(60).getEpochSecond();
        refused("another issuer", CLAIMS.formatted(exp).replace("id.example.org", "id.example.com"));
        refused("for another audience", CLAIMS.formatted(exp).replace("\"mail\"", "\"calendar\""));
        refused("for another audience", CLAIMS.formatted(exp).replace("\"mail\"", "[\"calendar\"]"));
        refused("the token does not say when it expires", CLAIMS.formatted(exp).replace("exp", "expires"));
        refused("the token does not say when it expires", CLAIMS.formatted(exp).replace(Long.toString(exp), "\"soon\""));
        refused("not valid yet", CLAIMS.formatted(exp).replace("}", ",\"nbf\":" + NOW.plusSeconds(31).getEpochSecond() + "}"));
        refused("not valid yet", CLAIMS.formatted(exp).replace("}", ",\"nbf\":\"now\"}"));
        refused("the token has no claim email", CLAIMS.formatted(exp).replace("email", "mail"));
        refused("the token makes no claims", "[]");
        assertThat(RULES.check(token("ES256", EC.getPrivate(), CLAIMS.formatted(exp).replace("\"mail\"", "[\"calendar\",\"mail\"]")), NOW))
                .isInstanceOf(TokenRules.Good.class);
        assertThat(RULES.check(token("ES256", EC.getPrivate(), CLAIMS.formatted(exp).replace("}", ",\"nbf\":" + NOW.plusSeconds(30).getEpochSecond() + "}")), NOW))
                .isInstanceOf(TokenRules.Good.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", "a.b.c.d", "a b.c.d", "!.!.!", "e30.e30.e30"})
    void whatIsNoTokenIsBad(String token) {
        assertThat(RULES.check(token, NOW)).isInstanceOf(TokenRules.Bad.class);
    }

    @Test
    void aCriticalExtensionIsNotPassedOver() {                   // RFC 7515 section 4.1.11
        String header = "{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}";
        assertThat(RULES.check(signed(header, EC.getPrivate(), claims(60), "SHA256withECDSAinP1363Format"), NOW)).isInstanceOf(TokenRules.Bad.class);
        assertThat(RULES.check("a".repeat(8000) + "." + "a".repeat(200) + ".a", NOW)).isInstanceOf(TokenRules.Bad.class);
    }

    @Test
    void keysAreReadFromPem() {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(EC.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(RSA.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        assertThat(TokenKeys.read(pem)).containsExactly(EC.getPublic(), RSA.getPublic());
        assertThatThrownBy(() -> TokenKeys.read("nothing")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no PUBLIC KEY");
    }

    private static void refused(String reason, String claims) {
        assertThat(RULES.check(token("ES256", EC.getPrivate(), claims), NOW)).isEqualTo(new TokenRules.Bad(reason));
    }

    private static String claims(long seconds) {
        return CLAIMS.formatted(NOW.plusSeconds(seconds).getEpochSecond());
    }

    private static String token(String algorithm, PrivateKey key, String claims) {
        return signed("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}", key, claims,
                key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    }

    private static String signed(String header, PrivateKey key, String claims, String algorithm) {
        try {
            String text = base64(header) + "." + base64(claims);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
