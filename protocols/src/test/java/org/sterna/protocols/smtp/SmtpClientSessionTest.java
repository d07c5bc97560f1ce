package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientPlan.TlsLevel;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What a client does with what servers say, see {@link ClientTranscript}. */
class SmtpClientSessionTest {
    private static final String PLAIN_HELLO = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250 mx.example.net
            C: MAIL FROM:<smith@example.org>
            """;
    private static final String PIPELINED = """
            S: 220 mx.example.net
            C: EHLO mx.example.org
            S: 250-mx.example.net|250-PIPELINING|250 SIZE 5000
            C: MAIL FROM:<smith@example.org> SIZE=1000
            C: RCPT TO:<one@example.net>
            C: RCPT TO:<two@example.net>
            """;
    private static final String TO_THE_DOT = PIPELINED + """
            S: 250 2.1.0 OK
            S: 250 2.1.5 OK
            S: 250 2.1.5 OK
            C: DATA
            S: 354 go
            A: SendContent
            """;

    @Test
    void relaysToAServerWithoutExtensions() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, PLAIN_HELLO + """
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
                C: QUIT
                S: 221 bye
                A: Close
                """);
    }

    @Test
    void pipelinesWhereOffered() {                               // RFC 2920 section 3.1
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, TO_THE_DOT + """
                T: sent
                S: 250 2.0.0 taken
                R: one Relayed
                R: two Relayed
                C: QUIT
                T: lost
                A: Close
                """);
    }

    @Test
    void fallsBackToHelo() {                                     // RFC 5321 section 3.2
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 502 what
                C: HELO mx.example.org
                S: 250 mx.example.net
                C: MAIL FROM:<smith@example.org>
                """);
    }

    @Test
    void usesTlsWhereOffered() {                                 // RFC 3207 section 4.2
        play(TlsLevel.MAY, BodyType.EIGHT_BIT_MIME, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 STARTTLS
                C: STARTTLS
                S: 220 go
                A: UpgradeTls
                T: tls
                C: EHLO mx.example.org
                S: 250-mx.example.net|250-STARTTLS|250 8bitmime
                C: MAIL FROM:<smith@example.org> BODY=8BITMIME
                """);
    }

    @Test
    void brokenTlsIsTriedAgainInTheClear() {
        for (String trouble : List.of("T: tls failed", "T: lost")) {
            play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                    S: 220 mx.example.net
                    C: EHLO mx.example.org
                    S: 250-mx.example.net|250 STARTTLS
                    C: STARTTLS
                    S: 220 go
                    A: UpgradeTls
                    """ + trouble + """

                    A: Close
                    A: RetryInClear
                    """);
        }
    }

    @Test
    void refusedStartTlsGoesOnInTheClear() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 STARTTLS
                C: STARTTLS
                S: 454 4.7.0 no TLS now
                C: MAIL FROM:<smith@example.org>
                """);
    }

    @Test
    void tlsIsNotUsedWhereNotWanted() {
        play(TlsLevel.NONE, BodyType.SEVEN_BIT, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 STARTTLS
                C: MAIL FROM:<smith@example.org>
                """);
    }

    @Test
    void eightBitContentIsNotSentToAServerWithoutTheExtension() {   // RFC 6152 section 3
        play(TlsLevel.MAY, BodyType.EIGHT_BIT_MIME, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250 mx.example.net
                R: one Failed 5.6.3
                R: two Failed 5.6.3
                C: QUIT
                S: 221 bye
                A: Close
                """);
    }

    @Test
    void sizeLimitOfTheServerIsMinded() {                        // RFC 1870 section 6.1
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|250 SIZE 999
                R: one Failed 5.3.4
                R: two Failed 5.3.4
                C: QUIT
                """);
    }

    @Test
    void refusedMailDecidesAllRecipients() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, PIPELINED + """
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                C: QUIT
                S: 503 5.5.1 no MAIL
                S: 503 5.5.1 no MAIL
                S: 221 bye
                A: Close
                """);
    }

    @Test
    void recipientsAreDecidedOneByOne() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, PIPELINED + """
                S: 250 2.1.0 OK
                S: 450 4.2.1 busy
                R: one Deferred 4.2.1
                S: 550 who
                R: two Failed 5.0.0
                C: QUIT
                """);
    }

    @Test
    void tooManyRecipientsIsNoFailure() {                        // RFC 5321 section 4.5.3.1.10
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, PIPELINED + """
                S: 250 2.1.0 OK
                S: 552 too many recipients
                R: one Deferred 4.0.0
                S: 552 5.2.2 mailbox full
                R: two Failed 5.2.2
                C: QUIT
                """);
    }

    @Test
    void refusedContentDecidesAllAccepted() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, TO_THE_DOT + """
                T: sent
                S: 554 5.7.1 spam
                R: one Failed 5.7.1
                R: two Failed 5.7.1
                C: QUIT
                """);
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, TO_THE_DOT + """
                S: 452 4.3.1 full
                R: one Deferred 4.3.1
                R: two Deferred 4.3.1
                A: Close
                """);
    }

    @Test
    void closingServerDefersTheRest() {                          // RFC 5321 section 3.8
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, PIPELINED + """
                S: 250 2.1.0 OK
                S: 550 5.1.1 no
                R: one Failed 5.1.1
                S: 421 4.3.2 shutting down
                R: two Deferred 4.3.2
                A: Close
                """);
    }

    @Test
    void greetingThatRefusesNeverFailsARecipient() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                S: 554 no service
                R: one Deferred 4.0.0
                R: two Deferred 4.0.0
                C: QUIT
                """);
    }

    @Test
    void lossBeforeTheDotDefersAndBehindItIsAmbiguous() {        // RFC 1047
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, TO_THE_DOT + """
                T: lost
                R: one Deferred 4.4.2
                R: two Deferred 4.4.2
                A: Close
                """);
        for (String trouble : List.of("T: lost", "T: timeout")) {
            play(TlsLevel.MAY, BodyType.SEVEN_BIT, TO_THE_DOT + "T: sent\n" + trouble + """

                    R: one Ambiguous
                    R: two Ambiguous
                    A: Close
                    T: lost
                    """);
        }
    }

    @Test
    void repliesOutOfPlaceDefer() {
        play(TlsLevel.MAY, BodyType.SEVEN_BIT, """
                S: 354 what
                R: one Deferred 4.5.0
                R: two Deferred 4.5.0
                A: Close
                """);
    }

    @Test
    void phasesHaveTheTimeoutsOfTheRfc() {                       // RFC 5321 section 4.5.3.2
        assertThat(Arrays.stream(ClientPhase.values()).map(phase -> phase + " " + phase.timeout().toMinutes()))
                .contains("GREETING 5", "MAIL 5", "RCPT 5", "DATA_INITIATION 2", "DATA_BLOCK 3", "DATA_TERMINATION 10");
    }

    private static void play(TlsLevel tls, BodyType content, String transcript) {
        List<ClientPlan.Recipient> recipients = Stream.of("<one@example.net>", "<two@example.net>").map(each ->
                new ClientPlan.Recipient(ForwardPath.parse(each).orElseThrow(), RcptParameters.NONE)).toList();
        ClientTranscript.play(new ClientPlan("mx.example.org", ReversePath.parse("<smith@example.org>").orElseThrow(), recipients, 1000,
                MailParameters.of(content), new ClientPlan.Level(tls, ClientPlan.Purpose.SEND)), transcript);
    }
}
