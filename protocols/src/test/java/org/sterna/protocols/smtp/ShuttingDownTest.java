package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;

/** The host goes down in an orderly way. RFC 5321 sections 3.8 and 4.2.3. */
class ShuttingDownTest {
    private static final String HELLO = """
            S: 220
            C: EHLO client.example.net
            S* 250
            """;
    private static final String ADDRESSED = HELLO + """
            C: MAIL FROM:<a@example.net>
            S: 250
            C: RCPT TO:<jones@example.org>
            S: 250
            """;
    private static final String BYE = """
            S: 421 4.3.2 Service is shutting down
            X:
            """;

    private static SmtpTranscript transfer() {
        return new SmtpTranscript(SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.STARTTLS), Optional.empty());
    }

    @Test
    void whoWasOnlyGreetedIsTold() {
        transfer().play("S: 220\nD:\n" + BYE);
    }

    @Test
    void whoIsBetweenTwoTransactionsIsTold() {
        transfer().play(HELLO + "D:\n" + BYE);
    }

    @Test
    void whoIsNotGreetedYetIsToldInPlaceOfTheGreeting() {        // RFC 5321 section 4.3.2
        SmtpSession asking = SmtpSession.open(SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE), Optional.empty(), SmtpTranscript.OPENED)
                .session();
        SmtpSession.Step step = asking.on(new SmtpInput.Draining());
        assertThat(step.actions()).containsExactly(new SmtpAction.Say(Replies.SHUTTING_DOWN), new SmtpAction.Close());
        assertThat(step.session().on(new SmtpInput.Draining()).actions()).as("also to one that has ended").isEmpty();
    }

    @Test
    void aTransactionMayEnd() {
        transfer().play(ADDRESSED + """
                D:
                C: RCPT TO:<smith@example.org>
                S: 250 2.1.5
                D:
                C: DATA
                S: 354
                C+ Subject: one
                C: .
                S: 250 2.0.0 OK queued as Q1
                """ + BYE + "M: 1");
    }

    @Test
    void contentThatIsUnderWayIsTaken() {
        transfer().play(ADDRESSED + """
                C: DATA
                S: 354
                C: Subject: one
                D:
                C: .
                S: 250 2.0.0 OK queued as Q1
                """ + BYE + "M: 1");
    }

    @Test
    void chunksThatAreUnderWayAreTaken() {                       // RFC 3030 section 2
        transfer().play(ADDRESSED + """
                C+ BDAT 6
                C> abc
                D:
                C> de\\r
                S: 250 2.0.0 6 octets received
                C+ BDAT 4 LAST
                C> \\nf\\r\\n
                S: 250 2.0.0 OK queued as Q1
                """ + BYE + "M: 1");
    }

    @Test
    void whatIsPipelinedBehindATransactionIsNotBegun() {         // RFC 2920 section 3.1
        transfer().play(ADDRESSED + """
                C: DATA
                S: 354
                C: Subject: one
                D:
                C+ .
                C+ MAIL FROM:<b@example.net>
                C+ RCPT TO:<smith@example.org>
                C: DATA
                S: 250 2.0.0 OK queued as Q1
                """ + BYE + "M: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "EHLO again.example.net"})
    void whoGivesTheTransactionUpIsAnsweredAndTold(String command) {
        transfer().play(ADDRESSED + "D:\nC: " + command + "\nS* 250\n" + BYE + "M: 0");
    }

    @Test
    void whoQuitsIsJustAnswered() {
        transfer().play(ADDRESSED + "D:\nC: QUIT\nS: 221\nX:");
    }

    @Test
    void aRefusalWithinTheTransactionIsNoEndOfIt() {
        transfer().play(ADDRESSED + """
                D:
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1
                C: NOOP
                S: 250
                C: DATA
                S: 354
                C: .
                S: 250 2.0.0 OK queued as Q1
                """ + BYE);
    }

    @Test
    void aMessageThatIsRefusedEndsTheTransaction() {
        transfer().storingAnswers(Replies.LOCAL_ERROR).play(ADDRESSED + """
                D:
                C: DATA
                S: 354
                C: .
                S: 451 4.3.0
                """ + BYE);
    }

    @Test
    void everyRecipientHasItsReplyByLmtp() {                     // RFC 2033 section 4.2
        new SmtpTranscript(SmtpRules.of("mx.example.org", Role.LMTP, TlsOffer.NONE), Optional.empty()).play("""
                S: 220
                C: LHLO client.example.net
                S* 250
                C: MAIL FROM:<a@example.net>
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 250
                C: RCPT TO:<smith@example.org>
                S: 250
                C: DATA
                S: 354
                D:
                C: .
                S: 250 2.0.0
                S: 250 2.0.0
                """ + BYE);
    }

    @Test
    void theHandshakeIsEndedFirst() {
        transfer().play(HELLO + "C: STARTTLS\nS: 220\nD:\nT:\n" + BYE);
    }

    @Test
    void aChallengeIsNotWaitedFor() {
        new SmtpTranscript(SmtpRules.of("mx.example.org", Role.SUBMISSION, TlsOffer.NONE), Optional.of(SmtpTranscript.TLS))
                .play(HELLO + "C: AUTH PLAIN\nS: 334\nD:\n" + BYE);
    }

    /** A login that is being checked is answered: with the outcome, or, where another response would be needed, with the 421. */
    @Test
    void credentialsThatAreBeingCheckedAreAnswered() {
        SmtpRules rules = SmtpRules.of("mx.example.org", Role.SUBMISSION, TlsOffer.NONE);
        SmtpSession session = SmtpSession.open(rules, Optional.of(SmtpTranscript.TLS), SmtpTranscript.OPENED).session().on(new SmtpInput.Permitted())
                .session();
        for (String command : List.of("EHLO client.example.net", "AUTH PLAIN AGpvbmVzAHNlY3JldA==")) {
            session = session.on(SmtpCommandParser.parse(new LineFramer.Line.Whole(command), false)).session();
            if (session instanceof Consulting) {
                session = session.on(new SmtpInput.Permitted()).session();
            }
        }
        SmtpSession.Step draining = session.on(new SmtpInput.Draining());
        assertThat(draining.actions()).isEmpty();
        SmtpAction.CheckCredentials check = new SmtpAction.CheckCredentials(((CheckingCredentials) session).question());
        SmtpSession.Step step = draining.session().on(new SmtpInput.CredentialsChecked(SaslDesk.answer(check.question())));
        assertThat(step.actions()).containsExactly(new SmtpAction.Say(Replies.AUTHENTICATED), new SmtpAction.Say(Replies.SHUTTING_DOWN),
                new SmtpAction.Close());
    }

    @Test
    void whenTheTimeIsUpTheTransactionEndsToo() {
        SmtpTranscript transcript = transfer().play(ADDRESSED + "C: DATA\nS: 354\nC: Subject: one\nD:");
        transcript.take(new SmtpInput.Interrupted(Replies.SHUTTING_DOWN));
        transcript.play(BYE + "M: 0");
    }
}
