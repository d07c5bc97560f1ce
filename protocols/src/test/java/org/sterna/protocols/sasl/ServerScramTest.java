package org.sterna.protocols.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerScramTest {
    private static final String NONCE_1 = "fyko+d2lbbFgONRv9qkxdawL";
    private static final String SERVER_1 = "3rfcNHYJY1ZVvWVs7j";
    private static final ScramKeys KEYS_1 = keys(ScramHash.SHA_1, "QSXCR+Q6sek8bf92");
    private static final String LAST_1 = "c=biws,r=" + NONCE_1 + SERVER_1 + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=";

    @Test
    void exampleOfSha1() {                                       // RFC 5802 section 5
        String proof = exchange(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, KEYS_1, SERVER_1,
                "r=" + NONCE_1 + SERVER_1 + ",s=QSXCR+Q6sek8bf92,i=4096", LAST_1);
        assertThat(proof).isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void exampleOfSha256() {                                     // RFC 7677 section 3
        String both = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        String proof = exchange(SaslMechanism.SCRAM_SHA_256, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO", keys(ScramHash.SHA_256, "W22ZaJ0SNY7soEsUEjb6gQ=="),
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", "r=" + both + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=" + both + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(proof).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void theClientOfTheRelayAndThisServerUnderstandEachOther() {
        ScramKeys keys = ScramKeys.derive(ScramHash.SHA_256, "p\u00e4ss", new byte[16], 4096).orElseThrow();
        ClientStep.Respond first = (ClientStep.Respond) ClientExchange.start(ClientMechanism.SCRAM_SHA_256, "jo,n=es@example.org", Secret.of("p\u00e4ss"), "clientnonce").on("");
        SaslQuestion.KeysWanted wanted = (SaslQuestion.KeysWanted) SaslExchange.start(SaslMechanism.SCRAM_SHA_256, Optional.of(first.base64()));
        assertThat(wanted.user()).isEqualTo("jo,n=es@example.org");
        SaslStep.Challenge challenge = (SaslStep.Challenge) wanted.on(new SaslAnswer.Keys(List.of(keys), "servernonce", ChannelBindings.NONE));
        ClientStep.Respond last = (ClientStep.Respond) first.next().on(challenge.base64());
        SaslQuestion.Proven proven = (SaslQuestion.Proven) challenge.next().on(last.base64());
        SaslStep.Challenge verifier = (SaslStep.Challenge) proven.on(new SaslAnswer.Granted("a@example.org"));
        ClientStep.Respond empty = (ClientStep.Respond) last.next().on(verifier.base64());
        assertThat(empty.next().mayEnd()).isTrue();
        assertThat(verifier.next().on(empty.base64())).isEqualTo(new SaslStep.Granted("a@example.org"));
    }

    @Test
    void oneOfSeveralPasswordsIsProven() {
        ScramKeys other = ScramKeys.derive(ScramHash.SHA_1, "other", Base64.getDecoder().decode("QSXCR+Q6sek8bf92"), 4096).orElseThrow();
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, new SaslAnswer.Keys(List.of(other, KEYS_1), SERVER_1, ChannelBindings.NONE));
        assertThat(challenge.next().on(base64(LAST_1))).isInstanceOfSatisfying(SaslQuestion.Proven.class, proven -> assertThat(proven.keys()).isEqualTo(KEYS_1));
    }

    @Test
    void aWrongProofIsToBeCountedAndRefused() {
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, keys(KEYS_1, ChannelBindings.NONE));
        for (String last : List.of(LAST_1.replace("p=v0X8", "p=v0X9"), LAST_1.replace("VvWVs7j,", "VvWVs7k,"), LAST_1.replace("biws", "eSws"),
                "c=biws,r=" + NONCE_1 + SERVER_1 + ",p=AAAA")) {
            SaslStep step = challenge.next().on(base64(last));
            assertThat(step).isEqualTo(new SaslQuestion.Disproven("user"));
            assertThat(((SaslQuestion) step).on(new SaslAnswer.Denied(SaslAnswer.Denial.WRONG))).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        }
    }

    @Test
    void aDecoyLooksLikeAnAccountAndIsNobodys() {
        ScramKeys one = ScramKeys.decoy(ScramHash.SHA_256, new byte[] {1}, "nobody@example.org", 4096);
        assertThat(ScramKeys.decoy(ScramHash.SHA_256, new byte[] {1}, "nobody@example.org", 4096)).isEqualTo(one);
        assertThat(ScramKeys.decoy(ScramHash.SHA_256, new byte[] {1}, "noone@example.org", 4096).salt()).isNotEqualTo(one.salt()).hasSize(one.salt().length);
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_256, "n,,n=user,r=" + NONCE_1, keys(one, ChannelBindings.NONE));
        assertThat(text(challenge.base64())).matches("r=.*,s=[A-Za-z0-9+/]{22}==,i=4096");
    }

    @Test
    void aBoundExchangeNeedsTheSameCertificateOnBothSides() {    // RFC 5802 section 6, RFC 5929 section 4
        ChannelBindings bindings = new ChannelBindings(Map.of("tls-server-end-point", base64("certificate")));
        assertThat(proof("certificate", bindings)).isInstanceOf(SaslQuestion.Proven.class);
        assertThat(proof("another one", bindings)).isEqualTo(new SaslQuestion.Disproven("user"));
        SaslQuestion.KeysWanted exporter = (SaslQuestion.KeysWanted) start(SaslMechanism.SCRAM_SHA_1_PLUS, "p=tls-exporter,,n=user,r=" + NONCE_1);
        assertThat(exporter.on(keys(KEYS_1, bindings))).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
    }

    private static SaslStep proof(String certificate, ChannelBindings bindings) {
        String header = "p=tls-server-end-point,,";
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1_PLUS, header + "n=user,r=" + NONCE_1, keys(KEYS_1, bindings));
        String withoutProof = "c=" + base64(header + certificate) + ",r=" + NONCE_1 + SERVER_1;
        byte[] message = ("n=user,r=" + NONCE_1 + "," + text(challenge.base64()) + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        byte[] salted = ScramHash.SHA_1.salted("pencil".getBytes(StandardCharsets.UTF_8), KEYS_1.salt(), 4096);
        byte[] clientKey = ScramHash.SHA_1.mac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
        byte[] signature = ScramHash.SHA_1.mac(ScramHash.SHA_1.hash(clientKey), message);
        return challenge.next().on(base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(ScramHash.xor(clientKey, signature))));
    }

    @Test
    void aDowngradeIsNoticed() {                                 // RFC 5802 section 6: the client could bind, and was told that we cannot
        ChannelBindings bindings = new ChannelBindings(Map.of("tls-server-end-point", base64("certificate")));
        SaslQuestion.KeysWanted wanted = (SaslQuestion.KeysWanted) start(SaslMechanism.SCRAM_SHA_1, "y,,n=user,r=" + NONCE_1);
        assertThat(wanted.on(keys(KEYS_1, bindings))).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
        assertThat(wanted.on(keys(KEYS_1, ChannelBindings.NONE))).isInstanceOf(SaslStep.Challenge.class);
        assertThat(start(SaslMechanism.SCRAM_SHA_1, "p=tls-server-end-point,,n=user,r=" + NONCE_1)).isInstanceOf(SaslStep.Malformed.class);
        assertThat(start(SaslMechanism.SCRAM_SHA_1_PLUS, "n,,n=user,r=" + NONCE_1)).isInstanceOf(SaslStep.Malformed.class);
        assertThat(start(SaslMechanism.SCRAM_SHA_1_PLUS, "y,,n=user,r=" + NONCE_1)).isInstanceOf(SaslStep.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n,,", "n,n=user,r=12345678", "x,,n=user,r=12345678", "n,,m=ext,n=user,r=12345678", "n,,n=,r=12345678", "n,,n=us=er,r=12345678",
        "n,,n=us=2cer,r=12345678", "n,,n=user,r=1", "n,a=,n=user,r=12345678", "n,,n=user", "n,,r=12345678,n=user", "n,,n=us\0er,r=12345678", "n,,n=user,r=1234 5678"})
    void malformedFirstMessages(String message) {
        assertThat(start(SaslMechanism.SCRAM_SHA_256, message)).isInstanceOf(SaslStep.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c=biws", "c=biws,r=x", "r=x,c=biws,p=AAAA", "c=biws,r=x,p=!", "c=biws,r=x,p=AAAA,x=y"})
    void malformedLastMessages(String message) {
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, keys(KEYS_1, ChannelBindings.NONE));
        assertThat(challenge.next().on(base64(message))).isInstanceOf(SaslStep.Malformed.class);
    }

    @Test
    void everyMessageCanBeCancelledOrOverLong() {                // RFC 4954 section 4
        SaslStep.Challenge asked = (SaslStep.Challenge) SaslExchange.start(SaslMechanism.SCRAM_SHA_1, Optional.empty());
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, keys(KEYS_1, ChannelBindings.NONE));
        SaslStep.Challenge last = (SaslStep.Challenge) ((SaslQuestion) challenge.next().on(base64(LAST_1))).on(new SaslAnswer.Granted("user"));
        for (SaslStep.Challenge each : List.of(asked, challenge, last)) {
            assertThat(each.next().on("*")).isEqualTo(new SaslStep.Cancelled());
            assertThat(each.next().on("A".repeat(12_292))).isInstanceOf(SaslStep.Malformed.class);
            assertThat(each.next().on("!")).isInstanceOf(SaslStep.Malformed.class);
        }
        assertThat(asked.base64()).isEmpty();
        assertThat(asked.next().on(base64("n,,n=user,r=" + NONCE_1))).isInstanceOf(SaslQuestion.KeysWanted.class);
        assertThat(last.next().on("eA==")).isInstanceOf(SaslStep.Malformed.class);
    }

    @Test
    void whoMayNotLogInIsRefusedInTheEnd() {
        SaslStep.Challenge challenge = challenge(SaslMechanism.SCRAM_SHA_1, "n,a=other@example.org,n=user,r=" + NONCE_1, keys(KEYS_1, ChannelBindings.NONE));
        assertThat(challenge).isNotNull();
        SaslQuestion.KeysWanted wanted = (SaslQuestion.KeysWanted) start(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1);
        assertThat(wanted.on(new SaslAnswer.Denied(SaslAnswer.Denial.UNAVAILABLE))).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.UNAVAILABLE));
        SaslStep.Challenge plain = challenge(SaslMechanism.SCRAM_SHA_1, "n,,n=user,r=" + NONCE_1, keys(KEYS_1, ChannelBindings.NONE));
        SaslQuestion.Proven proven = (SaslQuestion.Proven) plain.next().on(base64(LAST_1));
        assertThat(proven.on(new SaslAnswer.Denied(SaslAnswer.Denial.WRONG))).isEqualTo(new SaslStep.Refused(SaslAnswer.Denial.WRONG));
    }

    @Test
    void keysAreTheirTextAndNotPrinted() {                       // RFC 5803 section 2
        assertThat(ScramKeys.parse(KEYS_1.text())).contains(KEYS_1);
        assertThat(KEYS_1.text()).startsWith("SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$");
        assertThat(KEYS_1.toString()).doesNotContain("QSXCR");
        for (String wrong : List.of("", "SCRAM-SHA-1$4096:QSXCR+Q6sek8bf92$AAAA:AAAA", KEYS_1.text().replace("4096", "0"), KEYS_1.text().replace("SHA-1", "SHA-256"))) {
            assertThat(ScramKeys.parse(wrong)).as(wrong).isEmpty();
        }
    }

    /** Returns the server's last message. */
    private static String exchange(SaslMechanism mechanism, String first, ScramKeys keys, String serverNonce, String challenge, String last) {
        SaslQuestion.KeysWanted wanted = (SaslQuestion.KeysWanted) start(mechanism, first);
        assertThat(wanted.user()).isEqualTo("user");
        SaslStep.Challenge sent = (SaslStep.Challenge) wanted.on(new SaslAnswer.Keys(List.of(keys), serverNonce, ChannelBindings.NONE));
        assertThat(text(sent.base64())).isEqualTo(challenge);
        SaslQuestion.Proven proven = (SaslQuestion.Proven) sent.next().on(base64(last));
        SaslStep.Challenge verifier = (SaslStep.Challenge) proven.on(new SaslAnswer.Granted("user@example.org"));
        assertThat(verifier.next().on("")).isEqualTo(new SaslStep.Granted("user@example.org"));
        return text(verifier.base64());
    }

    private static SaslStep.Challenge challenge(SaslMechanism mechanism, String first, SaslAnswer.Keys keys) {
        return (SaslStep.Challenge) ((SaslQuestion) start(mechanism, first)).on(keys);
    }

    private static SaslAnswer.Keys keys(ScramKeys keys, ChannelBindings bindings) {
        return new SaslAnswer.Keys(List.of(keys), SERVER_1, bindings);
    }

    private static ScramKeys keys(ScramHash hash, String salt) {
        return ScramKeys.derive(hash, "pencil", Base64.getDecoder().decode(salt), 4096).orElseThrow();
    }

    private static SaslStep start(SaslMechanism mechanism, String first) {
        return SaslExchange.start(mechanism, Optional.of(base64(first)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
