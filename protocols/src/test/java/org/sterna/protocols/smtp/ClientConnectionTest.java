package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientRules.Protocol;
import org.sterna.protocols.smtp.ClientRules.TlsLevel;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** Greeting, hello, TLS, waiting and leaving: what happens to a connection around its transactions. */
class ClientConnectionTest {
    private static final ClientPlan PLAN = new ClientPlan(ReversePath.parse("<smith@example.org>").orElseThrow(),
            List.of(new ClientPlan.Recipient(ForwardPath.parse("<one@example.net>").orElseThrow(), RcptParameters.NONE)), 1000,
            MailParameters.NONE, ClientPlan.Purpose.SEND);
    private static final String STARTTLS = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250-mx.example.net|250 STARTTLS
            C: STARTTLS
            """;
    private static final String READY = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250 mx.example.net
            A: Ready
            """;

    @Test
    void aGreetingThatRefusesSaysNothingOfRecipients() {         // RFC 5321 section 3.1
        for (String greeting : List.of("554 no service", "450 not now", "550 5.7.1 not you")) {
            play(TlsLevel.MAY, "S: " + greeting + """

                    A: Unusable Deferred 4.0.0
                    C: QUIT
                    S: 221 bye
                    A: Close
                    """);
        }
    }

    @Test
    void aHostThatNeverTakesMailIsNotAskedAgain() {              // RFC 7504 sections 3 and 4
        play(TlsLevel.MAY, """
                S: 521 mx.example.net does not accept mail
                A: Unusable Failed 5.3.2
                C: QUIT
                S: 521 no
                A: Close
                """);
        play(TlsLevel.MAY, """
                S: 556 no mail for this domain
                A: Unusable Failed 5.1.10
                C: QUIT
                """);
    }

    @Test
    void nonsenseForAGreetingDefers() {
        for (String greeting : List.of("354 what", "250 what")) {
            play(TlsLevel.MAY, "S: " + greeting + """

                    A: Unusable Deferred 4.5.0
                    A: Close
                    """);
        }
    }

    @Test
    void fallsBackToHelo() {                                     // RFC 5321 section 3.2
        String helo = """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 502 what
                C: HELO mx.example.org
                """;
        play(TlsLevel.MAY, helo + """
                S: 250-mx.example.net|250 PIPELINING
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org>
                """);
        play(TlsLevel.MAY, helo + """
                S: 550 5.7.1 not you
                A: Unusable Failed 5.7.1
                C: QUIT
                """);
        play(TlsLevel.ENCRYPT, helo + """
                S: 250 mx.example.net
                A: Unusable Deferred 4.7.10
                C: QUIT
                """);
    }

    @Test
    void helloThatIsRefusedForNowDefers() {
        play(TlsLevel.MAY, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 451 4.3.0 later
                A: Unusable Deferred 4.3.0
                C: QUIT
                """);
    }

    @Test
    void usesTlsWhereOffered() {                                 // RFC 3207 section 4.2
        for (TlsLevel level : List.of(TlsLevel.MAY, TlsLevel.ENCRYPT, TlsLevel.VERIFY)) {
            play(level, STARTTLS + """
                    S: 220 go
                    A: UpgradeTls
                    T: tls
                    C: EHLO mx.example.org
                    S: 250-mx.example.net|250-STARTTLS|250 size
                    A: Ready
                    T: plan
                    C: MAIL FROM:<smith@example.org> SIZE=1000
                    """);
        }
    }

    @Test
    void implicitTlsNeedsNoUpgrade() {                           // RFC 8314 section 3.3
        ClientTranscript.play(new ClientRules("mx.example.org", Protocol.SMTP, TlsLevel.VERIFY, true, Optional.empty()), PLAN, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 STARTTLS
                A: Ready
                """);
    }

    @Test
    void brokenTlsIsTriedAgainInTheClear() {                     // RFC 7435 section 5
        for (String trouble : List.of("T: tls failed", "T: lost", "T: timeout")) {
            play(TlsLevel.MAY, STARTTLS + """
                    S: 220 go
                    A: UpgradeTls
                    %s
                    A: Close
                    A: RetryInClear
                    """.formatted(trouble));
        }
    }

    @Test
    void demandedTlsThatCannotBeHadDefers() {
        for (TlsLevel level : List.of(TlsLevel.ENCRYPT, TlsLevel.VERIFY)) {
            play(level, """
                    S: 220 mx.example.net
                    C: EHLO mx.example.org
                    S: 250 mx.example.net
                    A: Unusable Deferred 4.7.10
                    C: QUIT
                    """);
            play(level, STARTTLS + """
                    S: 454 4.7.0 no TLS now
                    A: Unusable Deferred 4.7.10
                    C: QUIT
                    """);
            play(level, STARTTLS + """
                    S: 220 go
                    A: UpgradeTls
                    T: tls failed
                    A: Unusable Deferred 4.7.10
                    A: Close
                    """);
            play(level, STARTTLS + """
                    S: 220 go
                    A: UpgradeTls
                    T: lost
                    A: Unusable Deferred 4.4.2
                    A: Close
                    """);
        }
    }

    @Test
    void refusedStartTlsGoesOnInTheClear() {
        play(TlsLevel.MAY, STARTTLS + """
                S: 454 4.7.0 no TLS now
                A: Ready
                """);
    }

    @Test
    void tlsIsNotUsedWhereNotWanted() {
        play(TlsLevel.NONE, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 STARTTLS
                A: Ready
                """);
    }

    @Test
    void aReplyInTheHandshakeIsTheEnd() {
        play(TlsLevel.MAY, STARTTLS + """
                S: 220 go
                A: UpgradeTls
                S: 250 OK
                A: Unusable Deferred 4.5.0
                A: Close
                """);
    }

    @Test
    void anIdleConnectionMayEnd() {
        play(TlsLevel.MAY, READY + """
                S: 421 4.4.2 idle too long
                A: Unusable Deferred 4.4.2
                A: Close
                T: plan
                R: one Deferred 4.4.2
                A: Ended for good
                """);
        play(TlsLevel.MAY, READY + """
                T: lost
                A: Unusable Deferred 4.4.2
                A: Close
                """);
        play(TlsLevel.MAY, READY + """
                S: 250 what
                A: Unusable Deferred 4.5.0
                A: Close
                """);
        for (String leave : List.of("T: leave", "T: timeout")) {
            play(TlsLevel.MAY, READY + leave + """

                    C: QUIT
                    T: plan
                    R: one Deferred 4.4.2
                    A: Ended for good
                    S: 221 bye
                    A: Close
                    """);
        }
    }

    @Test
    void aPlanOutOfTurnIsLeft() {
        play(TlsLevel.MAY, """
                T: plan
                R: one left
                S: 220 mx.example.net
                C: EHLO mx.example.org
                """);
        play(TlsLevel.MAY, READY + """
                T: plan
                C: MAIL FROM:<smith@example.org>
                T: plan
                R: one left
                S: 250 OK
                C: RCPT TO:<one@example.net>
                """);
    }

    @Test
    void noMoreTransactionsThanTheHostTakes() {                  // RFC 9422 section 4
        String one = """
                T: plan
                C: MAIL FROM:<smith@example.org>
                S: 250 OK
                C: RCPT TO:<one@example.net>
                """;
        String taken = """
                S: 250 OK
                C: DATA
                S: 354 go
                A: SendContent
                T: sent
                S: 250 OK
                R: one Relayed
                """;
        String hello = """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 LIMITS MAILMAX=2
                A: Ready
                """;
        play(TlsLevel.MAY, hello + one + taken + """
                A: Ended reusable
                A: Ready
                """ + one + taken + """
                A: Ended for good
                C: QUIT
                S: 221 bye
                A: Close
                """);
        play(TlsLevel.MAY, hello + one + taken + """
                A: Ended reusable
                A: Ready
                """ + one + """
                S: 550 5.1.1 no
                R: one Failed 5.1.1
                A: Ended for good
                C: QUIT
                """);
    }

    @Test
    void missingTlsFailsOnlyWhereTheMessageDemandsIt() {         // RFC 8689 section 4.2.1
        ClientAction.Unusable missing = new ClientAction.Unusable(Outcome.deferred(Outcome.ENCRYPTION_NEEDED, "none"));
        ClientAction.Unusable other = new ClientAction.Unusable(Outcome.deferred(new EnhancedStatus(4, 4, 2), "gone"));
        ClientPlan demanding = new ClientPlan(PLAN.reversePath(), PLAN.recipients(), 1000, ClientExtensionsTest.REQUIRETLS, ClientPlan.Purpose.SEND);
        ClientPlan lenient = new ClientPlan(PLAN.reversePath(), PLAN.recipients(), 1000, ClientExtensionsTest.REQUIRETLS, ClientPlan.Purpose.SEND, true);

        assertThat(demanding.outcomeOf(missing)).isEqualTo(Outcome.unsuited(Outcome.NO_ENCRYPTION, "none"));
        assertThat(demanding.outcomeOf(other)).isEqualTo(other.outcome());
        assertThat(lenient.outcomeOf(missing)).isEqualTo(missing.outcome());
        assertThat(PLAN.outcomeOf(missing)).isEqualTo(missing.outcome());
    }

    private static void play(TlsLevel tls, String transcript) {
        ClientTranscript.play(new ClientRules("mx.example.org", Protocol.SMTP, tls, false, Optional.empty()), PLAN, transcript);
    }
}
