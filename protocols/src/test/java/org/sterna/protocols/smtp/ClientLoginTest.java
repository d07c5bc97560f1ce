package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.sasl.ClientMechanism;
import org.sterna.protocols.sasl.Secret;
import org.sterna.protocols.smtp.ClientRules.Protocol;
import org.sterna.protocols.smtp.ClientRules.TlsLevel;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** AUTH as client. RFC 4954. */
class ClientLoginTest {
    private static final ClientCredentials PASSWORD = ClientCredentials.Password.of("user", Secret.of("pencil"));
    private static final ClientCredentials TOKEN = ClientCredentials.Bearer.of("user@example.com", Secret.of("vF9dft4qmT"));
    private static final String PLAIN = "AHVzZXIAcGVuY2ls";
    private static final String SCRAM_PROVEN = """
            C: AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=
            S: 334 cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=
            C: Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYkazAscD1kSHpiWmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQ==
            """;

    @Test
    void logsInBeforeAnyMessage() {                              // RFC 4954 sections 4 and 5
        secured(PASSWORD, "PLAIN", """
                C: AUTH PLAIN AHVzZXIAcGVuY2ls
                S: 235 2.7.0 welcome
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org> AUTH=<>
                """);
    }

    @Test
    void theBestMechanismIsTaken() {
        secured(PASSWORD, "LOGIN PLAIN SCRAM-SHA-256 GSSAPI", "C: AUTH SCRAM-SHA-256 ");
        secured(PASSWORD, "LOGIN PLAIN", "C: AUTH PLAIN ");
        secured(PASSWORD, "LOGIN GSSAPI", "C: AUTH LOGIN");
        secured(TOKEN, "LOGIN PLAIN XOAUTH2 OAUTHBEARER", "C: AUTH OAUTHBEARER ");
        secured(TOKEN, "LOGIN PLAIN XOAUTH2", "C: AUTH XOAUTH2 ");
        secured(new ClientCredentials.Password("user", Secret.of("pencil"), Set.of(ClientMechanism.LOGIN), false), "SCRAM-SHA-256 LOGIN", "C: AUTH LOGIN");
    }

    @Test
    void loginAnswersTwoPrompts() {
        secured(PASSWORD, "LOGIN", """
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: dXNlcg==
                S: 334 UGFzc3dvcmQ6
                C: cGVuY2ls
                S: 235 OK
                A: Ready
                """);
    }

    @Test
    void scramIsDoneWhenBothHaveProven() {                       // RFC 7677 section 3
        secured(PASSWORD, "SCRAM-SHA-256", SCRAM_PROVEN + """
                S: 334 dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==
                C:
                S: 235 OK
                A: Ready
                """);
    }

    @Test
    void aHostThatProvesNothingGetsNoMessage() {                 // RFC 5802 section 3
        secured(PASSWORD, "SCRAM-SHA-256", SCRAM_PROVEN + """
                S: 334 dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc1PQ==
                C: *
                S: 501 cancelled
                A: Unusable Deferred 4.7.8
                C: QUIT
                """);
        secured(PASSWORD, "SCRAM-SHA-256", SCRAM_PROVEN + """
                S: 235 welcome
                A: Unusable Deferred 4.7.8
                C: QUIT
                """);
    }

    @Test
    void anAbortedLoginIsNoLoginWhateverTheHostSays() {
        for (String answer : List.of("235 welcome", "501 cancelled", "454 4.7.0 what")) {
            secured(PASSWORD, "SCRAM-SHA-256", """
                    C: AUTH SCRAM-SHA-256
                    S: 334 !
                    C: *
                    S: %s
                    A: Unusable Deferred 4.7.8
                    C: QUIT
                    """.formatted(answer));
        }
        secured(PASSWORD, "SCRAM-SHA-256", """
                C: AUTH SCRAM-SHA-256
                S: 334 !
                C: *
                S: 334 !
                A: Unusable Deferred 4.5.0
                A: Close
                """);
    }

    @Test
    void refusedCredentialsDeferTheMessage() {                   // RFC 4954 section 6
        secured(PASSWORD, "PLAIN", """
                C: AUTH PLAIN
                S: 535 5.7.8 wrong
                A: Unusable Deferred 4.7.8
                C: QUIT
                """);
        secured(PASSWORD, "PLAIN", """
                C: AUTH PLAIN
                S: 454 4.7.0 later
                A: Unusable Deferred 4.7.0
                C: QUIT
                """);
    }

    @Test
    void aRefusedTokenIsNotMourned() {                           // RFC 7628 section 3.2.3
        secured(TOKEN, "OAUTHBEARER", """
                C: AUTH OAUTHBEARER
                S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
                C: AQ==
                S: 535 5.7.8 wrong
                A: Unusable Deferred 4.7.8
                C: QUIT
                """);
    }

    @Test
    void aLongResponseWaitsForTheChallenge() {                   // RFC 4954 section 4
        String token = "t".repeat(600);
        String response = Base64.getEncoder().encodeToString(("user=user\1auth=Bearer " + token + "\1\1").getBytes(StandardCharsets.US_ASCII));
        secured(ClientCredentials.Bearer.of("user", Secret.of(token)), "XOAUTH2", """
                C: AUTH XOAUTH2
                S: 334|
                """.replace("334|", "334 ") + "C: " + response + """

                S: 235 OK
                A: Ready
                """);
    }

    @Test
    void aPasswordIsNotSaidInTheClear() {                        // RFC 4954 section 4
        clear(PASSWORD, TlsLevel.MAY, """
                A: Unusable Deferred 4.7.10
                C: QUIT
                """);
        clear(new ClientCredentials.Password("user", Secret.of("pencil"), Set.of(ClientMechanism.PLAIN), true), TlsLevel.MAY, "C: AUTH PLAIN " + PLAIN);
    }

    @Test
    void withoutAMechanismInCommonNothingIsSent() {
        secured(PASSWORD, "GSSAPI XOAUTH2", """
                A: Unusable Deferred 4.7.4
                C: QUIT
                """);
        secured(PASSWORD, "", """
                A: Unusable Deferred 4.7.4
                C: QUIT
                """);
    }

    @Test
    void secretsAreNeverPrinted() {
        ClientRules rules = rules(PASSWORD, TlsLevel.MAY, true);
        SmtpClientSession.Step step = new SmtpClientSession.Step(start(rules), List.of());
        StringBuilder printed = new StringBuilder(rules.toString());
        for (Reply reply : List.of(Reply.plain(220, "mx"), Reply.plain(250, "mx", "AUTH PLAIN"))) {
            step = step.session().on(new ClientInput.ReplyReceived(reply));
            printed.append(step);
        }
        assertThat(step.actions()).hasSize(1).first().isInstanceOfSatisfying(ClientAction.Send.class, send -> assertThat(send.line()).contains(PLAIN));
        assertThat(printed.toString()).contains("user", "***").doesNotContain("pencil").doesNotContain(PLAIN);
    }

    @Test
    void credentialsThatCannotBeAreRefused() {
        Secret secret = Secret.of("pencil");
        assertThatThrownBy(() -> new ClientCredentials.Password("", secret, Set.of(ClientMechanism.PLAIN), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientCredentials.Password("a\1b", secret, Set.of(ClientMechanism.PLAIN), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientCredentials.Password("user", secret, Set.of(), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientCredentials.Password("user", secret, Set.of(ClientMechanism.XOAUTH2), false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClientCredentials.Bearer("user", secret, Set.of(ClientMechanism.PLAIN), false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void secured(ClientCredentials credentials, String mechanisms, String transcript) {
        play(rules(credentials, TlsLevel.VERIFY, true), "AUTH " + mechanisms, transcript);
    }

    private static void clear(ClientCredentials credentials, TlsLevel level, String transcript) {
        play(rules(credentials, level, false), "AUTH PLAIN", transcript);
    }

    private static ClientRules rules(ClientCredentials credentials, TlsLevel level, boolean tlsActive) {
        return new ClientRules("mx.example.org", Protocol.SMTP, level, tlsActive, Optional.of(credentials));
    }

    /** With the nonce of RFC 7677 section 3. */
    private static SmtpClientSession start(ClientRules rules) {
        return new AwaitingGreeting(ClientConnection.made(rules, "rOprNGfwEbeRWgbNEkqO"));
    }

    private static void play(ClientRules rules, String offer, String transcript) {
        ClientPlan plan = new ClientPlan(ReversePath.parse("<smith@example.org>").orElseThrow(),
                List.of(new ClientPlan.Recipient(ForwardPath.parse("<one@example.net>").orElseThrow(), RcptParameters.NONE)), 1000,
                MailParameters.NONE, ClientPlan.Purpose.SEND);
        ClientTranscript.play(start(rules), plan, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250\s""" + offer + "\n" + transcript);
    }
}
