package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.Postmaster;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

class SmtpSessionTest {
    private static final SmtpRules TRANSFER = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.STARTTLS);
    private static final SmtpRules SUBMISSION = SmtpRules.of("mx.example.org", Role.SUBMISSION, TlsOffer.STARTTLS);
    private static final String HELLO = """
            S: 220 mx.example.org ESMTP
            C: EHLO client.example.net
            S* 250-mx.example.org
            """;

    @Test
    void typicalTransaction() {                                  // RFC 5321 appendix D.1
        SmtpTranscript transcript = transfer().play("""
                S: 220 mx.example.org ESMTP
                C: EHLO client.example.net
                S* 250-mx.example.org
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
        transcript.play("""
                C+ MAIL FROM:<>
                C+ RCPT TO:<jones@example.org>
                C: DATA
                S: 250 2.1.0
                S: 250 2.1.5
                S: 354
                C+ Hi
                C+ .
                C: QUIT
                S: 250 2.0.0 OK queued as Q1
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
                S: 252 2.0.0
                C: EXPN list
                S: 502 5.5.1
                C: HELP
                S* 214-2.0.0
                C: FOO
                S: 500 5.5.2
                C: AUTH PLAIN AHRpbQBz
                S: 502 5.5.1
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
        SmtpRules small = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE).with(limits(65_536, 100, 5));
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
        SmtpRules few = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE).with(limits(65_536, 100, 5));
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
        SmtpRules strict = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE).with(limits(65_536, 100, 3));
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
                S* 250-mx.example.org
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
                S* 250-mx.example.org
                C: MAIL FROM:<jones@example.org>
                S: 530 5.7.0
                C: AUTH PLAIN AGpvbmVzAHNlY3JldA==
                S: 538 5.7.11
                C: STARTTLS
                S: 220
                T:
                C: EHLO client.example.net
                S* 250-mx.example.org
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
        SmtpSession connecting = SmtpSession.open(TRANSFER, Optional.empty(), SmtpTranscript.OPENED).session();
        assertThat(connecting.awaits()).isEqualTo(SmtpSession.Awaits.ANSWER);
        assertThatThrownBy(() -> connecting.on(new SmtpInput.CommandLine(new SmtpCommand.Noop(), false)))
                .isInstanceOf(IllegalStateException.class);
        SmtpSession session = new SmtpTranscript(TRANSFER, Optional.empty()).play(HELLO).session();
        SmtpSession pending = session.on(parse("MAIL FROM:<>")).session().on(new SmtpInput.Permitted()).session()
                .on(parse("RCPT TO:<jones@example.org>")).session();
        assertThat(pending.awaits()).isEqualTo(SmtpSession.Awaits.ANSWER);
        assertThatThrownBy(() -> pending.on(parse("NOOP"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyCommandIsAnsweredInEveryState() {
        List<String> lines = List.of("EHLO a", "HELO a", "LHLO a", "MAIL FROM:<>", "RCPT TO:<jones@example.org>", "DATA", "BDAT 0 LAST",
                "RSET", "NOOP", "QUIT", "VRFY a", "EXPN a", "HELP", "ETRN example.com", "XCLIENT PORT=1", "STARTTLS", "AUTH PLAIN");
        List<SmtpCommand> commands = lines.stream().map(line -> ((SmtpInput.CommandLine) parse(line)).command()).toList();
        Set<Class<?>> verbs = Arrays.stream(SmtpCommand.class.getPermittedSubclasses()).collect(Collectors.toSet());
        assertThat(commands.stream().map(Object::getClass).collect(Collectors.toSet())).isEqualTo(verbs);
        SmtpRules lmtp = SmtpRules.of("mx.example.org", Role.LMTP, TlsOffer.STARTTLS);
        for (SmtpRules rules : List.of(TRANSFER, TRANSFER.with(ServiceExtension.XCLIENT), SUBMISSION, lmtp)) {
            SmtpDialogue dialogue = SmtpDialogue.begin(rules, Optional.of(SmtpTranscript.TLS), SmtpTranscript.OPENED)
                    .greetedBy(new SmtpDialogue.Hello("a", true));
            Envelope envelope = new Envelope("a", NullReversePath.NULL, List.of(), MailParameters.NONE, Optional.empty());
            for (SmtpSession state : List.of(new Connected(dialogue), new Greeted(dialogue), new Addressing(dialogue, envelope, 0),
                    new Chunking(dialogue, envelope, 10), new TurnedAway(dialogue))) {
                for (SmtpCommand command : commands) {
                    boolean silent = rules == lmtp && state instanceof Addressing && command instanceof SmtpCommand.Bdat;
                    assertThat(state.on(new SmtpInput.CommandLine(command, false)).actions().isEmpty())
                            .as("%s in %s", command, state).isEqualTo(silent); // RFC 2033 section 4.3
                }
            }
        }
    }

    @Test
    void whatTheCallerIsTold() {
        SmtpTranscript transcript = new SmtpTranscript(SUBMISSION, Optional.of(SmtpTranscript.TLS)).play(HELLO + """
                C: AUTH PLAIN AGpvbmVzAHNlY3JldA==
                S: 235
                C: MAIL FROM:<jones@example.org> SIZE=10 BODY=BINARYMIME RET=HDRS ENVID=a+2Bb BY=60;NT HOLDFOR=30 MT-PRIORITY=4 REQUIRETLS
                S: 250
                C: RCPT TO:<smith@example.org> NOTIFY=SUCCESS,DELAY ORCPT=utf-8;j\\x{F6}rg@example.org
                S: 250
                C: BDAT 2 LAST
                C> Hi
                S: 250
                """);
        MailParameters parameters = transcript.stored().get(0).parameters();
        assertThat(parameters).isEqualTo(new MailParameters(OptionalLong.of(10), BodyType.BINARY_MIME, Set.of(Demand.REQUIRETLS),
                new DsnRequest(Optional.of(ReturnContent.HDRS), Optional.of("a+b")),
                Optional.of(new DeliverBy(Duration.ofSeconds(60), DeliverBy.Mode.NOTIFY, true)),
                Optional.of(new FutureRelease.HoldFor(Duration.ofSeconds(30))), OptionalInt.of(4)));
        assertThat(transcript.stored().get(0).recipients()).singleElement().satisfies(recipient ->
                assertThat(recipient.parameters()).isEqualTo(new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY),
                        Optional.of(new OriginalRecipient("utf-8", "j\u00f6rg@example.org")))));
        assertThat(transcript.asked()).contains(new SmtpAction.ConsultOnConnect(), new SmtpAction.ConsultOnHello("client.example.net"),
                new SmtpAction.ConsultOnMail(ReversePath.parse("<jones@example.org>").orElseThrow(), parameters));
        assertThat(transcript.asked()).hasAtLeastOneElementOfType(SmtpAction.ConsultOnData.class);
        assertThat(transcript.content()).isEqualTo("Hi");
    }

    @Test
    void aStrangersPriorityIsLoweredForTheCallerToo() {          // RFC 6710 section 4.1
        SmtpTranscript transcript = transfer().play(HELLO + "C: MAIL FROM:<> MT-PRIORITY=5\nS: 250 2.3.6 0 \n");
        assertThat(transcript.asked()).contains(new SmtpAction.ConsultOnMail(NullReversePath.NULL,
                MailParameters.NONE.withPriority(OptionalInt.of(0))));
    }

    @Test
    void chunksReachTheCallerAsTheyAre() {                       // RFC 3030 section 2
        SmtpTranscript transcript = transfer().play(HELLO + """
                C: MAIL FROM:<> BODY=BINARYMIME
                S: 250
                C: RCPT TO:<jones@example.org>
                S: 250
                C+ BDAT 7
                C> \\x00.\\r\\n.\\r\\nBDAT 5 LAST\\r\\nQUIT\\n
                S: 250 2.0.0 7 octets received
                S: 250 2.0.0 OK
                """);
        assertThat(transcript.content()).isEqualTo("\0.\r\n.\r\nQUIT\n");
        Envelope envelope = transcript.stored().get(0);
        assertThat(transcript.asked()).contains(
                new SmtpAction.ReceiveChunk(envelope, 7, true, false), new SmtpAction.ReceiveChunk(envelope, 5, false, true));
    }

    @Test
    void aProxySpeaksForAnother() {
        SmtpTranscript transcript = new SmtpTranscript(TRANSFER.with(ServiceExtension.XCLIENT), Optional.empty()).play(HELLO + """
                C: XCLIENT NAME=a.example ADDR=IPV6:2001:db8::7 PORT=2525 HELO=b.example LOGIN=j+2Bk DESTADDR=192.0.2.1 DESTPORT=25
                S: 220
                """);
        SmtpAction.AssumeClient assumed = (SmtpAction.AssumeClient) transcript.asked().stream()
                .filter(SmtpAction.AssumeClient.class::isInstance).findFirst().orElseThrow();
        XclientAttributes attributes = assumed.attributes();
        assertThat(attributes.address().orElseThrow().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(attributes.port()).hasValue(2525);
        assertThat(attributes.name()).contains("a.example");
        assertThat(attributes.helo()).contains("b.example");
        assertThat(attributes.login()).contains("j+k");
        assertThat(attributes.destination().orElseThrow().getHostAddress()).isEqualTo("192.0.2.1");
        assertThat(attributes.destinationPort()).hasValue(25);
        assertThat(transcript.session().account()).contains("j+k");
        assertThat(transcript.session().client()).isEmpty();
    }

    @Test
    void refusedRecipientsHaveABoundToo() {
        SmtpTranscript transcript = new SmtpTranscript(
                TRANSFER.with(limits(65_536, 100, 5)), Optional.empty()).play(HELLO + "C: MAIL FROM:<>\nS: 250\n");
        for (int i = 0; i < 100; i++) {
            transcript.play("C: RCPT TO:<nobody" + i + "@example.org>\nS: 550 5.1.1\n");
        }
        transcript.play("""
                C: RCPT TO:<jones@example.org>
                S: 452 4.5.3
                C: DATA
                S: 554 5.5.1
                """);
        assertThat(transcript.session().badCommands()).isEqualTo(1);
    }

    @Test
    void recipientsBeyondTheLimitAreNotRefusedForEver() {       // RFC 5321 section 4.5.3.1.10
        SmtpTranscript transcript = new SmtpTranscript(
                TRANSFER.with(limits(65_536, 100, 3)), Optional.empty()).play(HELLO + "C: MAIL FROM:<>\nS: 250\n");
        transcript.play("C: RCPT TO:<jones@example.org>\nS: 250 2.1.5\n".repeat(100));
        transcript.play("C: RCPT TO:<jones@example.org>\nS: 452 4.5.3\n".repeat(100));
        assertThat(transcript.session().badCommands()).isZero();
        transcript.play("C: RCPT TO:<jones@example.org>\nS: 452 4.5.3\n".repeat(3) + "S: 421 4.7.0\nX:\n");
    }

    @Test
    void usuallyAHundredIdleCommandsAreFree() {
        SmtpTranscript transcript = transfer().play(HELLO + "C: NOOP\nS: 250\n".repeat(100));
        assertThat(transcript.session().badCommands()).isZero();
        transcript.play("C: NOOP\nS: 250\n");
        assertThat(transcript.session().badCommands()).isEqualTo(1);
        transcript.play("C: NOOP\nS: 250\n".repeat(19) + "S: 421 4.7.0\nX:\n");
    }

    @Test
    void aRecipientMoreCostsLittle() {
        Envelope envelope = new Envelope("a", NullReversePath.NULL, List.of(), MailParameters.NONE, Optional.empty());
        Envelope.Recipient recipient = new Envelope.Recipient(
                Postmaster.POSTMASTER, RcptParameters.NONE, new SmtpTranscript.LocalMailbox("a"));
        Envelope before = envelope;
        for (int i = 0; i < 100_000; i++) {
            before = envelope;
            envelope = envelope.with(recipient);
        }
        assertThat(envelope.recipients()).hasSize(100_000).endsWith(recipient).containsOnly(recipient);
        assertThat(before.recipients()).hasSize(99_999);
        assertThat(envelope.with(recipient)).isEqualTo(envelope.with(recipient));
        assertThatThrownBy(() -> before(List.of(recipient)).recipients().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> before(List.of(recipient)).recipients().get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void transmissionTypeFollowsTheGreeting() {                  // RFC 3848
        SmtpRules lmtp = SmtpRules.of("mx.example.org", Role.LMTP, TlsOffer.NONE);
        assertThat(new SmtpTranscript(lmtp, Optional.of(SmtpTranscript.TLS)).play("S: 220\nC: LHLO a\nS* 250\n").session()
                .transmissionType()).isEqualTo(TransmissionType.LMTPS);
        assertThat(new SmtpTranscript(TRANSFER, Optional.empty()).play("S: 220\nC: HELO a\nS: 250\n").session()
                .transmissionType()).isEqualTo(TransmissionType.SMTP);
        assertThat(transfer().play(HELLO).session().transmissionType()).isEqualTo(TransmissionType.ESMTP);
    }

    private static Envelope before(List<Envelope.Recipient> recipients) {
        return new Envelope("a", NullReversePath.NULL, recipients, MailParameters.NONE, Optional.empty());
    }

    private static SmtpInput parse(String line) {
        return SmtpCommandParser.parse(new LineFramer.Line.Whole(line), false);
    }

    private static SmtpLimits limits(long messageOctets, int recipients, int badCommands) {
        SmtpLimits usual = SmtpLimits.DEFAULT;
        return new SmtpLimits(messageOctets, recipients, usual.transactions(), badCommands, usual.idleCommands(),
                usual.longestHold(), usual.shortestDeliverBy(), usual.strangersPriority());
    }

    private static SmtpTranscript transfer() {
        return new SmtpTranscript(TRANSFER, Optional.empty());
    }
}
