package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientRules.Protocol;
import org.sterna.protocols.smtp.ClientRules.TlsLevel;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** One transaction with what servers say to it, see {@link ClientTranscript}. */
class SmtpClientSessionTest {
    private static final String PLAIN_HELLO = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250 mx.example.net
            A: Ready
            T: plan
            C: MAIL FROM:<smith@example.org>
            """;
    private static final String PIPELINED = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250-mx.example.net|250-PIPELINING|250 SIZE 5000
            A: Ready
            T: plan
            C: MAIL FROM:<smith@example.org> SIZE=1000
            C: RCPT TO:<one@example.net>
            C: RCPT TO:<two@example.net>
            C: DATA
            """;
    private static final String TO_THE_DOT = PIPELINED + """
            S: 250 2.1.0 OK
            S: 250 2.1.5 OK
            S: 250 2.1.5 OK
            S: 354 go
            A: SendContent
            """;

    @Test
    void relaysToAServerWithoutExtensions() {
        play(PLAIN_HELLO + """
                S: 250 OK
                C: RCPT TO:<one@example.net>
                S: 250 OK
                C: RCPT TO:<two@example.net>
                S: 550 5.1.1 No such user
                R: two Failed 5.1.1
                C: DATA
                S: 354 go
                A: SendContent
                T: sent
                S: 250 OK 42
                R: one Relayed 250 OK 42
                A: Ended reusable
                A: Ready
                T: leave
                C: QUIT
                S: 221 bye
                A: Close
                """);
    }

    @Test
    void pipelinesWhereOffered() {                               // RFC 2920 section 3.1
        play(TO_THE_DOT + """
                T: sent
                S: 250 2.0.0 taken
                R: one Relayed
                R: two Relayed
                A: Ended reusable
                A: Ready
                T: leave
                C: QUIT
                T: lost
                A: Close
                """);
    }

    @Test
    void theNextTransactionFollowsAtOnceBehindASuccess() {
        play(TO_THE_DOT + """
                T: sent
                S: 250 2.0.0 taken
                R: one Relayed
                R: two Relayed
                A: Ended reusable
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org> SIZE=1000
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                C: DATA
                """);
    }

    @Test
    void theNextTransactionWaitsForRsetBehindARefusal() {        // RFC 5321 section 4.1.1.5
        play(TO_THE_DOT + """
                T: sent
                S: 554 5.7.1 spam
                R: one Failed 5.7.1
                R: two Failed 5.7.1
                A: Ended reusable
                C: RSET
                S: 250 OK
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org> SIZE=1000
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                C: DATA
                """);
    }

    @Test
    void aHostThatCannotForgetIsLeft() {
        String refused = TO_THE_DOT + """
                T: sent
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                A: Ended reusable
                C: RSET
                """;
        play(refused + """
                S: 502 5.5.1 what
                A: Unusable Deferred 4.0.0
                C: QUIT
                S: 221 bye
                A: Close
                """);
        play(refused + """
                T: lost
                A: Unusable Deferred 4.4.2
                A: Close
                """);
        play(refused + """
                T: leave
                C: QUIT
                S: 250 OK
                S: 221 bye
                A: Close
                """);
    }

    @Test
    void nobodyAcceptedAndDataTakenAllTheSameEndsWithADot() {    // RFC 2920 section 3.1
        String refused = PIPELINED + """
                S: 250 2.1.0 OK
                S: 550 5.1.1 who
                R: one Failed 5.1.1
                S: 450 4.2.1 busy
                R: two Deferred 4.2.1
                A: Ended reusable
                """;
        play(refused + """
                S: 354 go
                C: .
                C: RSET
                S: 554 5.5.1 no recipients
                S: 250 OK
                A: Ready
                """);
        play(refused + """
                T: leave
                S: 354 go
                C: .
                C: QUIT
                S: 554 5.5.1 no recipients
                S: 221 bye
                A: Close
                """);
        play(refused + """
                S: 503 5.5.1 no recipients
                C: RSET
                S: 250 OK
                A: Ready
                """);
        play(refused + """
                S: 421 4.3.2 bye
                A: Unusable Deferred 4.3.2
                A: Close
                """);
    }

    @Test
    void refusedMailDecidesAllRecipients() {
        play(PIPELINED + """
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                A: Ended reusable
                S: 503 5.5.1 no MAIL
                S: 503 5.5.1 no MAIL
                S: 503 5.5.1 no MAIL
                C: RSET
                S: 250 OK
                A: Ready
                """);
        play(PLAIN_HELLO + """
                S: 550 5.7.1 not you
                R: one Failed 5.7.1
                R: two Failed 5.7.1
                A: Ended reusable
                C: RSET
                """);
    }

    @Test
    void recipientsAreDecidedOneByOne() {
        play(PIPELINED + """
                S: 250 2.1.0 OK
                S: 450 4.2.1 busy
                R: one Deferred 4.2.1
                S: 550 who
                R: two Failed 5.0.0
                A: Ended reusable
                """);
    }

    @Test
    void tooManyRecipientsIsNoFailure() {                        // RFC 5321 section 4.5.3.1.10
        play(PIPELINED + """
                S: 250 2.1.0 OK
                S: 552 too many recipients
                R: one Deferred 4.0.0
                S: 552 5.2.2 mailbox full
                R: two Failed 5.2.2
                A: Ended reusable
                """);
    }

    @Test
    void whoIsOneTooManyGoesInAnotherTransaction() {             // RFC 5321 section 4.5.3.1.10
        for (String tooMany : List.of("452 4.5.3 too many", "452 too many", "552 5.5.3 too many")) {
            play(PIPELINED + """
                    S: 250 2.1.0 OK
                    S: 250 2.1.5 OK
                    S: %s
                    R: two left
                    S: 354 go
                    A: SendContent
                    T: sent
                    S: 250 2.0.0 taken
                    R: one Relayed
                    A: Ended reusable
                    A: Ready
                    """.formatted(tooMany));
            play(PLAIN_HELLO + """
                    S: 250 OK
                    C: RCPT TO:<one@example.net>
                    S: 250 OK
                    C: RCPT TO:<two@example.net>
                    S: %s
                    R: two left
                    C: DATA
                    """.formatted(tooMany));
        }
        play(PIPELINED + """
                S: 250 2.1.0 OK
                S: 250 2.1.5 OK
                S: 452 4.2.2 mailbox full
                R: two Deferred 4.2.2
                """);
    }

    @Test
    void refusedDataDecidesAllAccepted() {
        play(PIPELINED + """
                S: 250 2.1.0 OK
                S: 250 2.1.5 OK
                S: 250 2.1.5 OK
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                A: Ended reusable
                C: RSET
                """);
    }

    @Test
    void aHostThatRefusesInMidContentIsLeft() {
        play(TO_THE_DOT + """
                S: 452 4.3.1 full
                R: one Deferred 4.3.1
                R: two Deferred 4.3.1
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void closingServerDefersTheRest() {                          // RFC 5321 section 3.8
        play(PIPELINED + """
                S: 250 2.1.0 OK
                S: 550 5.1.1 no
                R: one Failed 5.1.1
                S: 421 4.3.2 shutting down
                R: two Deferred 4.3.2
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void lossBeforeTheDotDefersAndBehindItIsAmbiguous() {        // RFC 1047
        for (String before : List.of(PLAIN_HELLO, PIPELINED, PIPELINED + "S: 250 OK", TO_THE_DOT)) {
            play(before + """

                    T: lost
                    R: one Deferred 4.4.2
                    R: two Deferred 4.4.2
                    A: Ended for good
                    A: Close
                    """);
        }
        for (String trouble : List.of("T: lost", "T: timeout", "T: leave", "S: 334 what")) {
            play(TO_THE_DOT + "T: sent\n" + trouble + """

                    R: one Ambiguous 1000
                    R: two Ambiguous 1000
                    A: Ended for good
                    A: Close
                    T: lost
                    """);
        }
        play(TO_THE_DOT + """
                T: sent
                S: 421 4.3.2 shutting down
                R: one Deferred 4.3.2
                R: two Deferred 4.3.2
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void repliesOutOfPlaceDefer() {
        for (String before : List.of(PLAIN_HELLO, PIPELINED, PIPELINED + "S: 250 OK")) {
            play(before + """

                    S: 354 what
                    R: one Deferred 4.5.0
                    R: two Deferred 4.5.0
                    A: Ended for good
                    A: Close
                    """);
        }
    }

    @Test
    void sizeLimitOfTheServerIsMinded() {                        // RFC 1870 section 6.1
        play("""
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 SIZE 999
                A: Ready
                T: plan
                R: one Failed 5.3.4
                R: two Failed 5.3.4
                A: Ended reusable
                A: Ready
                """);
    }

    @Test
    void lmtpAnswersForEachRecipient() {                         // RFC 2033 section 4.2
        String sent = """
                S: 220 lmtp.example.net
                C: LHLO mx.example.org
                S: 250-lmtp.example.net|250 PIPELINING
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org>
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                C: DATA
                S: 250 2.1.0 OK
                S: 250 2.1.5 OK
                S: 250 2.1.5 OK
                S: 354 go
                A: SendContent
                T: sent
                """;
        play(Protocol.LMTP, sent + """
                S: 452 4.2.2 over quota
                R: one Deferred 4.2.2
                S: 250 2.0.0 taken
                R: two Relayed 250 2.0.0 taken
                A: Ended reusable
                A: Ready
                """);
        play(Protocol.LMTP, sent + """
                S: 250 2.0.0 taken
                R: one Relayed
                S: 550 5.2.0 no
                R: two Failed 5.2.0
                A: Ended reusable
                C: RSET
                """);
        play(Protocol.LMTP, sent + """
                S: 250 2.0.0 taken
                R: one Relayed
                T: lost
                R: two Ambiguous 1000
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void lmtpHasNoHeloAndNoLoneDot() {                           // RFC 2033 sections 4.1 and 4.2
        play(Protocol.LMTP, """
                S: 220 lmtp.example.net
                C: LHLO mx.example.org
                S: 500 what
                A: Unusable Failed 5.0.0
                C: QUIT
                """);
        play(Protocol.LMTP, """
                S: 220 lmtp.example.net
                C: LHLO mx.example.org
                S: 250-lmtp.example.net|250 PIPELINING
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org>
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                C: DATA
                S: 250 2.1.0 OK
                S: 550 5.1.1 no
                R: one Failed 5.1.1
                S: 550 5.1.1 no
                R: two Failed 5.1.1
                A: Ended reusable
                S: 354 go
                A: Unusable Deferred 4.5.0
                A: Close
                """);
    }

    @Test
    void phasesHaveTheTimeoutsOfTheRfc() {                       // RFC 5321 section 4.5.3.2
        assertThat(Arrays.stream(ClientPhase.values()).map(phase -> phase + " " + phase.timeout().toMinutes()))
                .contains("GREETING 5", "MAIL 5", "RCPT 5", "DATA_INITIATION 2", "DATA_BLOCK 3", "DATA_TERMINATION 10", "READY 0");
    }

    private static void play(String transcript) {
        play(Protocol.SMTP, transcript);
    }

    private static void play(Protocol protocol, String transcript) {
        List<ClientPlan.Recipient> recipients = Stream.of("<one@example.net>", "<two@example.net>").map(each ->
                new ClientPlan.Recipient(ForwardPath.parse(each).orElseThrow(), RcptParameters.NONE)).toList();
        ClientTranscript.play(new ClientRules("mx.example.org", protocol, TlsLevel.MAY, false, Optional.empty()),
                new ClientPlan(ReversePath.parse("<smith@example.org>").orElseThrow(), recipients, 1000, MailParameters.NONE, ClientPlan.Purpose.SEND),
                transcript);
    }
}
