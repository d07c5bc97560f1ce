package org.sterna.protocols.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.sasl.ClientStep.Abort;
import org.sterna.protocols.sasl.ClientStep.Respond;

/** Our logins, one exchange each. */
class ClientExchangeTest {
    private static final Secret PENCIL = Secret.of("pencil");
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void scramAsInTheExample() {                                 // RFC 7677 section 3
        Respond first = (Respond) scram().on("");
        assertThat(text(first)).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        Respond proof = (Respond) first.next().on(base64(SERVER_FIRST));
        assertThat(text(proof)).isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(proof.next().mayEnd()).isFalse();
        Respond last = (Respond) proof.next().on(base64(SERVER_FINAL));
        assertThat(last.base64()).isEmpty();
        assertThat(last.next().mayEnd()).isTrue();
        assertThat(last.next().on("")).isInstanceOf(Abort.class);
        assertThat(proving().on(base64(SERVER_FINAL + ",x=more"))).isInstanceOf(Respond.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", "v=", "v", "", "e=invalid-proof", "v=,v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
            "x=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="})
    void aHostThatDoesNotKnowThePasswordIsNotTrusted(String serverFinal) {      // RFC 5802 section 3
        assertThat(proving().on(base64(serverFinal))).isInstanceOf(Abort.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",         // nothing added to the nonce
            "r=another%hvYDpWUa2RaTCAfuxFIlj,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=A,i=4096",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095", "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=500001",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999", "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1",
            "m=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "e=unknown-user", ""})
    void challengesThatMakeNoSenseEndTheExchange(String serverFirst) {          // RFC 5802 section 5.1
        Respond first = (Respond) scram().on("");
        assertThat(first.next().on(base64(serverFirst))).isInstanceOf(Abort.class);
        assertThat(first.next().on("!")).isInstanceOf(Abort.class);
    }

    @Test
    void namesAreEscapedAndPrepared() {                          // RFC 5802 section 5.1, RFC 4013 section 3
        ClientExchange scram = ClientExchange.start(ClientMechanism.SCRAM_SHA_256, "a,b=c\u00ad\u2168", PENCIL, NONCE);
        assertThat(text((Respond) scram.on(""))).isEqualTo("n,,n=a=2Cb=3DcIX,r=" + NONCE);
        assertThat(ClientExchange.start(ClientMechanism.SCRAM_SHA_256, "a\ue000", PENCIL, NONCE).on("")).isInstanceOf(Abort.class);
        assertThat(ClientExchange.start(ClientMechanism.SCRAM_SHA_256, "a", Secret.of("\u200b"), NONCE).on("")).isInstanceOf(Abort.class);
    }

    @ParameterizedTest
    @CsvSource({"I\u00adX,IX", "user,user", "USER,USER", "\u00aa,a", "\u2168,IX", "a\u00a0b,a b", "\u0627\u0628,\u0627\u0628"})
    void saslPrepAsInItsExamples(String text, String prepared) {                // RFC 4013 section 3
        assertThat(SaslPrep.prepare(text)).contains(prepared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u06271", "\u0627a", "", "\u00ad", "\ufffd", "\ufdd0", "\u202e"})
    void saslPrepRefuses(String text) {                          // RFC 4013 sections 2.3 and 2.4
        assertThat(SaslPrep.prepare(text)).isEmpty();
    }

    @Test
    void plainIsOneMessage() {                                   // RFC 4616 section 2
        Respond message = (Respond) ClientExchange.start(ClientMechanism.PLAIN, "tim", PENCIL, "").on("");
        assertThat(text(message)).isEqualTo("\0tim\0pencil");
        assertThat(message.next().mayEnd()).isTrue();
        assertThat(message.next().on("")).isInstanceOf(Abort.class);
        assertThat(ClientExchange.start(ClientMechanism.PLAIN, "tim", PENCIL, "").on("eA==")).isInstanceOf(Abort.class);
    }

    @Test
    void loginIsTwo() {
        ClientExchange login = ClientExchange.start(ClientMechanism.LOGIN, "tim", PENCIL, "");
        Respond user = (Respond) login.on("anything");
        Respond password = (Respond) user.next().on("");
        assertThat(text(user)).isEqualTo("tim");
        assertThat(text(password)).isEqualTo("pencil");
        assertThat(login.mayEnd() || user.next().mayEnd()).isFalse();
        assertThat(password.next().mayEnd()).isTrue();
    }

    @Test
    void aTokenIsOneMessageToo() {                               // RFC 7628 section 3.1
        Respond bearer = (Respond) ClientExchange.start(ClientMechanism.OAUTHBEARER, "us,er@example.com", PENCIL, "").on("");
        assertThat(text(bearer)).isEqualTo("n,a=us=2Cer@example.com,\1auth=Bearer pencil\1\1");
        assertThat(bearer.next().mayEnd()).isTrue();
        Respond refused = (Respond) bearer.next().on(base64("{\"status\":\"invalid_token\"}"));
        assertThat(text(refused)).isEqualTo("\1");
        assertThat(refused.next().mayEnd()).isFalse();

        Respond other = (Respond) ClientExchange.start(ClientMechanism.XOAUTH2, "user@example.com", PENCIL, "").on("");
        assertThat(text(other)).isEqualTo("user=user@example.com\1auth=Bearer pencil\1\1");
        assertThat(((Respond) other.next().on(base64("{}"))).base64()).isEmpty();
    }

    @Test
    void mechanismsHaveNames() {
        for (ClientMechanism mechanism : ClientMechanism.values()) {
            assertThat(ClientMechanism.named(mechanism.wireName().toLowerCase(Locale.ROOT))).contains(mechanism);
        }
        assertThat(ClientMechanism.named("SCRAM-SHA-256-PLUS")).isEmpty();
    }

    @Test
    void noncesDiffer() {                                        // RFC 5802 section 5.1
        assertThat(ClientExchange.nonce()).matches("[!-+\\--~]{24}").isNotEqualTo(ClientExchange.nonce());
    }

    @Test
    void secretsAreWellFormedAndNeverPrinted() {
        for (ClientMechanism mechanism : ClientMechanism.values()) {
            ClientExchange exchange = ClientExchange.start(mechanism, "tim", PENCIL, NONCE);
            ClientStep step = exchange.on("");
            assertThat(exchange + " " + step + " " + ((Respond) step).next()).doesNotContain("pencil").doesNotContain(base64("pencil"))
                    .doesNotContain(((Respond) step).base64());
        }
        assertThat(PENCIL).isEqualTo(Secret.of("pencil")).hasSameHashCodeAs(Secret.of("pencil")).isNotEqualTo(Secret.of("pen")).hasToString("***");
        for (String bad : new String[] {"", "a\nb", "x".repeat(8193)}) {
            assertThatThrownBy(() -> Secret.of(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 500)
    void anyChallengesEndTheExchange(@ForAll ClientMechanism mechanism, @ForAll String name, @ForAll String[] challenges) {
        ClientExchange exchange = ClientExchange.start(mechanism, name, PENCIL, NONCE);
        int responses = 0;
        for (String challenge : challenges) {
            ClientStep step = exchange.on(responses == 0 ? "" : base64(challenge));
            if (step instanceof Abort) {
                return;
            }
            exchange = ((Respond) step).next();
            assertThat(++responses).isLessThanOrEqualTo(3);
        }
    }

    private static ClientExchange scram() {
        return ClientExchange.start(ClientMechanism.SCRAM_SHA_256, "user", PENCIL, NONCE);
    }

    /** The host has not proven itself yet. */
    private static ClientExchange proving() {
        return ((Respond) ((Respond) scram().on("")).next().on(base64(SERVER_FIRST))).next();
    }

    private static String text(Respond respond) {
        return new String(Base64.getDecoder().decode(respond.base64()), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
