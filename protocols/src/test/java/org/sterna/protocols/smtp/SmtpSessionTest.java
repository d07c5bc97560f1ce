package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;

class SmtpSessionTest {
    private static final SmtpRules TRANSFER = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.STARTTLS);
    private static final SmtpRules SUBMISSION = SmtpRules.of("mx.example.org", Role.SUBMISSION, TlsOffer.STARTTLS);
    private static final String HELLO = """
            S: 220 mx.example.org ESMTP
            C: HELO client.example.net
            S: 250 mx.example.org
            """;

    @Test
    void typicalTransaction() {                                  // RFC 5321 appendix D.1
        SmtpTranscript transcript = transfer().play("""
                S: 220 mx.example.org ESMTP
                C: EHLO client.example.net
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE 52428800
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 STARTTLS
                C: MAIL FROM:<smith@example.com> SIZE=500 BODY=8BITMIME
                S: 250 2.1.0
                C: RCPT TO:<jones@example.org>
                S: 250 2.1.5
                C: RCPT TO:<green@example.org>
                S: 550 5.1.1
                C: RCPT TO:<Postmaster>
                S: 250 2.1.5
                C: DATA
                S: 354 End
                C: Subject: greetings
                C:
                C: ..hidden dot
                C: .
                S: 250 2.0.0 OK queued as Q1
                C: QUIT
                S: 221 2.0.0
                X:
                """);
        assertThat(transcript.content()).isEqualTo("Subject: greetings\r\n\r\n.hidden dot\r\n");
        Envelope envelope = transcript.stored().get(0);
        assertThat(envelope.client()).isEqualTo("client.example.net");
        assertThat(envelope.reversePath().path()).isEqualTo("<smith@example.com>");
        assertThat(envelope.recipients()).extracting(r -> r.forwardPath().path())
                .containsExactly("<jones@example.org>", "<postmaster>");
        assertThat(envelope.parameters().declaredSize()).hasValue(500);
        assertThat(transcript.session().messages()).isEqualTo(1);
        assertThat(transcript.session().awaits()).isEqualTo(SmtpSession.Awaits.NOTHING);
    }

    @Test
    void pipelinedTransactionIsOneWrite() {                      // RFC 2920 section 3.1
        SmtpTranscript transcript = transfer().play(HELLO);
        transcript.receive("MAIL FROM:<>\r\nRCPT TO:<jones@example.org>\r\nDATA\r\nHi\r\n.\r\nNOOP\r\nQUIT\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        transcript.play("""
                S: 250 2.1.0
                S: 250 2.1.5
                S: 354
                S: 250 2.0.0 OK queued as Q1
                S: 250 2.0.0
                S: 221 2.0.0
                X:
                """);
        assertThat(transcript.content()).isEqualTo("Hi\r\n");
    }

    @Test
    void commandsOutOfTurn() {                                   // RFC 5321 section 4.1.4
        transfer().play("""
                S: 220
                C: MAIL FROM:<smith@example.com>
                S: 503 5.5.1
                C: RCPT TO:<jones@example.org>
                S: 503 5.5.1
                C: NOOP
                S: 250
                C: RSET
                S: 250
                C: HELO client.example.net
                S: 250 mx.example.org
                C: RCPT TO:<jones@example.org>
                S: 503 5.5.1
                C: DATA
                S: 503 5.5.1
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: DATA
                S: 503 5.5.1
                C: MAIL FROM:<smith@example.com>
                S: 503 5.5.1
                C: STARTTLS
                S: 503 5.5.1
                """);
    }

    @Test
    void dataWithoutAnyValidRecipient() {                        // RFC 5321 section 3.3
        transfer().play(HELLO + """
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: RCPT TO:<nobody@example.org>
                S: 550 5.1.1
                C: RCPT TO:<temperror@example.org>
                S: 451 4.3.0
                C: RCPT TO:<jones@example.net>
                S: 550 5.7.1
                C: DATA
                S: 554 5.5.1
                """);
    }

    @Test
    void rsetAndHelloDropTheTransaction() {                      // RFC 5321 section 4.1.1.5
        transfer().play(HELLO + """
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: RSET
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 503 5.5.1
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: HELO client.example.net
                S: 250
                C: MAIL FROM:<smith@example.com>
                S: 250
                """);
    }

    @Test
    void commandsWithoutEffect() {                               // RFC 5321 section 3.5
        transfer().play(HELLO + """
                C: VRFY jones
                S: 252 2.5.2
                C: EXPN list
                S: 502 5.5.1
                C: HELP
                S: 214 2.0.0
                C: FOO
                S: 500 5.5.2
                C: AUTH PLAIN AHRpbQBz
                S: 503 5.5.1
                """);
    }

    @Test
    void declaredSizeOverTheLimit() {                            // RFC 1870 section 6.1
        transfer().play(HELLO + """
                C: MAIL FROM:<smith@example.com> SIZE=52428801
                S: 552 5.3.4
                C: MAIL FROM:<smith@example.com> SIZE=52428800
                S: 250
                """);
    }

    @Test
    void messageOverTheLimit() {
        SmtpRules small = new SmtpRules("mx.example.org", Role.TRANSFER, TlsOffer.NONE, 65_536, 100, 5);
        SmtpTranscript transcript = new SmtpTranscript(small, Optional.empty()).play(HELLO + """
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 250
                C: DATA
                S: 354
                """);
        for (int i = 0; i < 70; i++) {
            transcript.receive((("x".repeat(996)) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        transcript.play("""
                C: .
                S: 552 5.3.4
                C: MAIL FROM:<smith@example.com>
                S: 250
                """);
        assertThat(transcript.stored()).isEmpty();
    }

    @Test
    void recipientsOverTheLimit() {                              // RFC 5321 section 4.5.3.1.10
        SmtpRules few = new SmtpRules("mx.example.org", Role.TRANSFER, TlsOffer.NONE, 65_536, 100, 5);
        SmtpTranscript transcript = new SmtpTranscript(few, Optional.empty())
                .play(HELLO + "C: MAIL FROM:<smith@example.com>\nS: 250\n");
        for (int i = 0; i < 100; i++) {
            transcript.play("C: RCPT TO:<user" + i + "@example.org>\nS: 250\n");
        }
        transcript.play("""
                C: RCPT TO:<jones@example.org>
                S: 452 4.5.3
                C: DATA
                S: 354
                C: .
                S: 250
                """);
        assertThat(transcript.stored().get(0).recipients()).hasSize(100);
    }

    @Test
    void bareLineFeedInDataRefusesTheMessage() {                 // RFC 5321 section 2.3.8
        SmtpTranscript transcript = transfer().play(HELLO + """
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 250
                C: DATA
                S: 354
                """);
        transcript.receive("a\n.\nMAIL FROM:<ceo@example.org>\r\n".getBytes(StandardCharsets.US_ASCII));
        transcript.play("""
                C: .
                S: 554 5.5.2
                C: NOOP
                S: 250
                """);
        assertThat(transcript.stored()).isEmpty();
    }

    @Test
    void bareLineFeedInACommandIsNoLineEnd() {
        SmtpTranscript transcript = transfer().play(HELLO);
        transcript.receive("NOOP\nQUIT\r\nNOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        transcript.play("""
                S: 500 5.5.2 Lines end with CR LF
                S: 500 5.5.2 Lines end with CR LF
                S: 250
                """);
    }

    @Test
    void messageThatCannotBeStoredIsRefused() {
        transfer().storingAnswers(Replies.NO_STORAGE).play(HELLO + """
                C: MAIL FROM:<smith@example.com>
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 250
                C: DATA
                S: 354
                C: .
                S: 452 4.3.1
                C: RCPT TO:<jones@example.org>
                S: 503
                """);
    }

    @Test
    void tooManyErrorsEndTheSession() {                          // RFC 5321 section 4.3.2
        SmtpRules strict = new SmtpRules("mx.example.org", Role.TRANSFER, TlsOffer.NONE, 65_536, 100, 3);
        new SmtpTranscript(strict, Optional.empty()).play("""
                S: 220
                C: GET / HTTP/1.1
                S: 500 5.5.2
                C: Host: example.org
                S: 500 5.5.2
                C: User-Agent: x
                S: 500 5.5.2
                S: 421 4.7.0
                X:
                """);
    }

    @Test
    void startTlsForgetsEverything() {                           // RFC 3207 section 4.2
        SmtpTranscript transcript = transfer().play(HELLO + """
                C: STARTTLS
                S: 220 2.0.0
                T:
                """);
        assertThat(transcript.session().client()).isEmpty();
        transcript.play("""
                C: MAIL FROM:<smith@example.com>
                S: 503 5.5.1
                C: EHLO client.example.net
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE
                S: 250-8BITMIME
                S: 250 ENHANCEDSTATUSCODES
                C: STARTTLS
                S: 503 5.5.1
                """);
        assertThat(transcript.session().transmissionType()).isEqualTo(TransmissionType.ESMTPS);
    }

    @Test
    void startTlsWithoutCertificate() {
        new SmtpTranscript(SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE), Optional.empty())
                .play(HELLO + "C: STARTTLS\nS: 502 5.5.1\n");
    }

    @Test
    void submissionNeedsTlsThenAuthThenMail() {                  // RFC 4954 section 4
        SmtpTranscript transcript = new SmtpTranscript(SUBMISSION, Optional.empty()).play("""
                S: 220
                C: EHLO client.example.net
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 STARTTLS
                C: MAIL FROM:<jones@example.org>
                S: 530 5.7.0
                C: AUTH PLAIN AGpvbmVzAHNlY3JldA==
                S: 538 5.7.11
                C: STARTTLS
                S: 220
                T:
                C: EHLO client.example.net
                S: 250-mx.example.org
                S: 250-PIPELINING
                S: 250-SIZE
                S: 250-8BITMIME
                S: 250-ENHANCEDSTATUSCODES
                S: 250 AUTH PLAIN LOGIN
                C: MAIL FROM:<jones@example.org>
                S: 530 5.7.0
                C: AUTH CRAM-MD5
                S: 504 5.5.4
                C: AUTH PLAIN AGpvbmVzAHNlY3JldA==
                S: 235 2.7.0
                C: AUTH PLAIN AGpvbmVzAHNlY3JldA==
                S: 503 5.5.1
                C: MAIL FROM:<jones@example.org>
                S: 250
                C: RCPT TO:<someone@example.net>
                S: 250
                C: DATA
                S: 354
                C: .
                S: 250
                """);
        assertThat(transcript.session().account()).contains("jones");
        assertThat(transcript.session().transmissionType()).isEqualTo(TransmissionType.ESMTPSA);
        assertThat(transcript.stored().get(0).account()).contains("jones");
    }

    @Test
    void authInSeveralSteps() {
        new SmtpTranscript(SUBMISSION, Optional.of(SmtpTranscript.TLS)).play(HELLO + """
                C: AUTH PLAIN
                S: 334
                C: AGpvbmVzAHdyb25n
                S: 535 5.7.8
                C: AUTH PLAIN
                S: 334
                C: *
                S: 501 5.7.0
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: not base64
                S: 501 5.5.2
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: dGVtcGVycm9y
                S: 334 UGFzc3dvcmQ6
                C: c2VjcmV0
                S: 454 4.7.0
                C: AUTH LOGIN am9uZXM=
                S: 334 UGFzc3dvcmQ6
                C: c2VjcmV0
                S: 235 2.7.0
                """);
    }

    @Test
    void authLineTooLong() {                                     // RFC 4954 section 4
        SmtpTranscript transcript = new SmtpTranscript(SUBMISSION, Optional.of(SmtpTranscript.TLS))
                .play(HELLO + "C: AUTH PLAIN\nS: 334\n");
        transcript.play("C: " + "A".repeat(12_288) + "\nS: 500 5.5.6\nC: NOOP\nS: 250\n");
    }

    @Test
    void interruptionEndsAnyState() {                            // RFC 5321 section 3.8
        SmtpTranscript transcript = transfer().play(HELLO + "C: MAIL FROM:<smith@example.com>\nS: 250\n");
        transcript.take(new SmtpInput.Interrupted(Replies.TIMEOUT));
        transcript.play("S: 421 4.4.2\nX:\n");
        transcript.take(new SmtpInput.Interrupted(Replies.TIMEOUT));
        transcript.play("X:\n");
    }

    @Test
    void noCommandIsTakenWhileAnAnswerIsPending() {
        SmtpSession session = SmtpSession.open(TRANSFER, Optional.empty()).session();
        for (String line : List.of("HELO client.example.net", "MAIL FROM:<>", "RCPT TO:<jones@example.org>")) {
            session = session.on(SmtpCommandParser.parse(new LineFramer.Line.Whole(line))).session();
        }
        SmtpSession pending = session;
        assertThat(pending.awaits()).isEqualTo(SmtpSession.Awaits.ANSWER);
        assertThatThrownBy(() -> pending.on(new SmtpInput.CommandLine(new SmtpCommand.Noop())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyCommandIsAnsweredInEveryState() {
        List<String> lines = List.of("EHLO a", "HELO a", "MAIL FROM:<>", "RCPT TO:<jones@example.org>", "DATA", "RSET", "NOOP",
                "QUIT", "VRFY a", "EXPN a", "HELP", "STARTTLS", "AUTH PLAIN");
        List<SmtpCommand> commands = lines.stream()
                .map(line -> ((SmtpInput.CommandLine) SmtpCommandParser.parse(new LineFramer.Line.Whole(line))).command())
                .toList();
        assertThat(commands).extracting(command -> (Object) command.getClass())
                .containsExactlyInAnyOrder((Object[]) SmtpCommand.class.getPermittedSubclasses());
        for (SmtpRules rules : List.of(TRANSFER, SUBMISSION)) {
            SmtpDialogue dialogue = SmtpDialogue.begin(rules, Optional.of(SmtpTranscript.TLS))
                    .greetedBy(new SmtpDialogue.Hello("a", true));
            Envelope envelope = new Envelope("a", NullReversePath.NULL, List.of(), MailParameters.NONE, Optional.empty());
            for (SmtpSession state : List.of(
                    new Connected(dialogue), new Greeted(dialogue), new Addressing(dialogue, envelope, 0))) {
                for (SmtpCommand command : commands) {
                    assertThat(state.on(new SmtpInput.CommandLine(command)).actions()).as("%s", command).isNotEmpty();
                }
            }
        }
    }

    private static SmtpTranscript transfer() {
        return new SmtpTranscript(TRANSFER, Optional.empty());
    }
}
