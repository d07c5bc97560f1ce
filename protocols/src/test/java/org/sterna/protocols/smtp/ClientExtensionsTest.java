package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientPlan.TlsLevel;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** What a message came with is said again where the next host offers it, and demanded where it must be. */
class ClientExtensionsTest {
    private static final DsnRequest DSN = new DsnRequest(Optional.of(ReturnContent.HDRS), Optional.of("QQ+1=2"));
    private static final RcptParameters REPORTED = new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY),
            Optional.of(new OriginalRecipient("rfc822", "Bob+x@example.com")));

    private MailParameters parameters = MailParameters.NONE;
    private ClientPlan.Level level = ClientPlan.Level.SEND;
    private ReversePath reversePath = ReversePath.parse("<smith@example.org>").orElseThrow();
    private final List<ClientPlan.Recipient> recipients = new ArrayList<>();

    private void play(String offers, String transcript) {
        if (recipients.isEmpty()) {
            to("one@example.net", RcptParameters.NONE);
        }
        String[] lines = offers.split("\\|");
        lines[lines.length - 1] = "250 " + lines[lines.length - 1];
        ClientTranscript.play(new ClientPlan("mx.example.org", reversePath, recipients, 1000, parameters, level), """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|""" + (lines.length > 1 ? "250-" : "") + String.join("|250-", lines).replace("250-250 ", "250 ") + "\n" + transcript);
    }

    private void to(String path, RcptParameters with) {
        recipients.add(new ClientPlan.Recipient(ForwardPath.parse("<" + path + ">", AddressForm.UTF8).orElseThrow(), with));
    }

    private static MailParameters demanding(Demand... demands) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(demands), DsnRequest.NONE, Optional.empty(), Optional.empty(),
                OptionalInt.empty());
    }

    private static MailParameters by(int seconds, DeliverBy.Mode mode, boolean trace) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DsnRequest.NONE,
                Optional.of(new DeliverBy(Duration.ofSeconds(seconds), mode, trace)), Optional.empty(), OptionalInt.empty());
    }

    @Test
    void wishesForReportsAreHandedOn() {                         // RFC 3461 section 5.2.1
        parameters = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DSN, Optional.empty(), Optional.empty(), OptionalInt.empty());
        to("one@example.net", REPORTED);
        to("two@example.net", RcptParameters.NONE);
        play("DSN", """
                C: MAIL FROM:<smith@example.org> RET=HDRS ENVID=QQ+2B1+3D2
                S: 250 OK
                C: RCPT TO:<one@example.net> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob+2Bx@example.com
                S: 250 OK
                C: RCPT TO:<two@example.net>
                S: 250 OK
                C: DATA
                S: 354 go
                A: SendContent
                T: sent
                S: 250 OK
                R: one Relayed 250 OK [REPORTS]
                R: two Relayed 250 OK [REPORTS]
                C: QUIT
                """);
    }

    @Test
    void aHostWithoutDsnIsToldNothingAndPromisesNothing() {      // RFC 3461 section 5.2.2
        parameters = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DSN, Optional.empty(), Optional.empty(), OptionalInt.empty());
        to("one@example.net", REPORTED);
        play("8BITMIME", """
                C: MAIL FROM:<smith@example.org>
                S: 250 OK
                C: RCPT TO:<one@example.net>
                S: 250 OK
                C: DATA
                S: 354 go
                A: SendContent
                T: sent
                S: 250 OK
                R: one Relayed 250 OK []
                C: QUIT
                """);
    }

    @Test
    void priorityIsHandedOn() {                                  // RFC 6710 section 4.1
        parameters = MailParameters.NONE.withPriority(OptionalInt.of(-3));
        play("MT-PRIORITY MIXER", "C: MAIL FROM:<smith@example.org> MT-PRIORITY=-3");
        play("SIZE", "C: MAIL FROM:<smith@example.org> SIZE=1000");
    }

    @Test
    void utf8GoesOnlyWhereItIsTaken() {                          // RFC 6531 section 3.5
        parameters = demanding(Demand.SMTPUTF8);
        play("SMTPUTF8", "C: MAIL FROM:<smith@example.org> SMTPUTF8");
        play("8BITMIME", """
                R: one Failed 5.6.7
                C: QUIT
                """);
    }

    @Test
    void anAddressAloneNeedsUtf8AndADomainDoesNot() {            // RFC 6531 section 3.2
        to("j\u00f6rg@example.net", new RcptParameters(Set.of(), Optional.of(new OriginalRecipient("utf-8", "j\u00f6rg+x@example.net"))));
        play("SMTPUTF8|DSN", """
                C: MAIL FROM:<smith@example.org> SMTPUTF8
                S: 250 OK
                C: RCPT TO:<j\u00f6rg@example.net> ORCPT=utf-8;j\u00f6rg\\x{2B}x@example.net
                """);
        play("DSN", """
                R: j\u00f6rg Failed 5.6.7
                C: QUIT
                """);
        recipients.clear();
        to("one@b\u00fccher.example", new RcptParameters(Set.of(), Optional.of(new OriginalRecipient("utf-8", "j\u00f6rg@example.net"))));
        play("DSN", """
                C: MAIL FROM:<smith@example.org>
                S: 250 OK
                C: RCPT TO:<one@xn--bcher-kva.example> ORCPT=utf-8;j\\x{F6}rg@example.net
                """);
    }

    @Test
    void requireTlsWantsTlsFirst() {                             // RFC 8689 section 4.2.1
        parameters = demanding(Demand.REQUIRETLS);
        level = new ClientPlan.Level(TlsLevel.REQUIRED, ClientPlan.Purpose.SEND);
        play("REQUIRETLS", """
                R: one Failed 5.7.10
                C: QUIT
                """);
        play("STARTTLS", """
                C: STARTTLS
                S: 454 4.7.0 no TLS now
                R: one Failed 5.7.10
                C: QUIT
                """);
        play("STARTTLS", """
                C: STARTTLS
                S: 220 go
                A: UpgradeTls
                T: tls failed
                R: one Failed 5.7.10
                A: Close
                """);
        play("STARTTLS", """
                C: STARTTLS
                S: 220 go
                A: UpgradeTls
                T: lost
                R: one Deferred 4.4.2
                A: Close
                """);
    }

    @Test
    void requireTlsWantsTheSameOfTheHost() {                     // RFC 8689 section 4.2.1
        parameters = demanding(Demand.REQUIRETLS);
        level = new ClientPlan.Level(TlsLevel.REQUIRED, ClientPlan.Purpose.SEND);
        String secured = """
                C: STARTTLS
                S: 220 go
                A: UpgradeTls
                T: tls
                C: EHLO mx.example.org
                """;
        play("STARTTLS|REQUIRETLS", secured + """
                S: 250-mx.example.net|250 SIZE
                R: one Failed 5.7.30
                C: QUIT
                """);
        play("STARTTLS", secured + """
                S: 250-mx.example.net|250 REQUIRETLS
                C: MAIL FROM:<smith@example.org> REQUIRETLS
                """);
    }

    @Test
    void requireTlsIsNotSaidOnAConnectionThatWasNotVerified() {  // RFC 8689 section 2
        parameters = demanding(Demand.REQUIRETLS);
        play("REQUIRETLS", "C: MAIL FROM:<smith@example.org>");
    }

    @Test
    void binaryContentGoesInChunks() {                           // RFC 3030 section 2
        parameters = MailParameters.of(BodyType.BINARY_MIME);
        play("CHUNKING|BINARYMIME", """
                C: MAIL FROM:<smith@example.org> BODY=BINARYMIME
                S: 250 OK
                C: RCPT TO:<one@example.net>
                S: 250 OK
                A: SendContent BDAT
                T: chunk
                T: chunk
                S: 250 OK 1
                T: sent
                S: 250 OK 2
                S: 250 OK all
                R: one Relayed 250 OK all
                C: QUIT
                S: 221 bye
                A: Close
                """);
        assertThat(ClientAction.Framing.bdat(1000, false)).isEqualTo("BDAT 1000\r\n");
        assertThat(ClientAction.Framing.bdat(7, true)).isEqualTo("BDAT 7 LAST\r\n");
    }

    @Test
    void aRefusedChunkIsTheEnd() {
        parameters = MailParameters.of(BodyType.BINARY_MIME);
        String started = """
                C: MAIL FROM:<smith@example.org> BODY=BINARYMIME
                S: 250 OK
                C: RCPT TO:<one@example.net>
                S: 250 OK
                A: SendContent BDAT
                T: chunk
                T: chunk
                """;
        play("CHUNKING|BINARYMIME", started + """
                S: 552 5.3.4 too big
                R: one Failed 5.3.4
                C: QUIT
                S: 503 5.5.1 what
                S: 221 bye
                A: Close
                """);
        play("CHUNKING|BINARYMIME", started + """
                T: sent
                S: 250 OK
                S: 452 4.3.1 full
                R: one Deferred 4.3.1
                C: QUIT
                S: 503 5.5.1 what
                S: 221 bye
                A: Close
                """);
        play("CHUNKING|BINARYMIME", started + """
                T: sent
                T: lost
                R: one Ambiguous
                A: Close
                """);
    }

    @Test
    void binaryContentIsNotSentWithoutBoth() {                   // RFC 3030 section 3
        parameters = MailParameters.of(BodyType.BINARY_MIME);
        for (String offers : List.of("8BITMIME", "CHUNKING", "BINARYMIME")) {
            play(offers, """
                    R: one Failed 5.6.3
                    C: QUIT
                    """);
        }
    }

    @Test
    void theRestOfTheTimeIsHandedOn() {                          // RFC 2852 section 4.1.4
        parameters = by(98, DeliverBy.Mode.RETURN, true);
        play("DELIVERBY 30", "C: MAIL FROM:<smith@example.org> BY=98;RT");
        parameters = by(-5, DeliverBy.Mode.NOTIFY, false);
        play("DELIVERBY", "C: MAIL FROM:<smith@example.org> BY=-5;N");
    }

    @Test
    void whatMustBeInTimeIsNotSentWhereNobodyMindsIt() {         // RFC 2852 section 4.1.4.1
        parameters = by(98, DeliverBy.Mode.RETURN, false);
        for (String offers : List.of("SIZE", "DELIVERBY 240")) {
            play(offers, """
                    R: one Failed 5.3.3
                    C: QUIT
                    """);
        }
    }

    @Test
    void whereNobodyMindsTheTimeADelayIsAskedFor() {             // RFC 2852 section 4.1.4.2
        parameters = by(98, DeliverBy.Mode.NOTIFY, false);
        to("one@example.net", RcptParameters.NONE);
        to("two@example.net", new RcptParameters(Set.of(Notify.NEVER), Optional.empty()));
        play("DSN|PIPELINING", """
                C: MAIL FROM:<smith@example.org>
                C: RCPT TO:<one@example.net> NOTIFY=FAILURE,DELAY
                C: RCPT TO:<two@example.net> NOTIFY=NEVER
                """);
    }

    @Test
    void noMoreRecipientsThanTheHostTakes() {                    // RFC 9422 section 4
        to("one@example.net", RcptParameters.NONE);
        to("two@example.net", RcptParameters.NONE);
        to("three@example.net", RcptParameters.NONE);
        play("LIMITS MAILMAX=9 RCPTMAX=2|PIPELINING", """
                R: three left
                C: MAIL FROM:<smith@example.org>
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                C: QUIT
                """);
    }

    @Test
    void aQuestionEndsBeforeTheContent() {
        level = new ClientPlan.Level(TlsLevel.MAY, ClientPlan.Purpose.ASK);
        reversePath = ReversePath.parse("<>").orElseThrow();
        to("one@example.net", RcptParameters.NONE);
        to("two@example.net", RcptParameters.NONE);
        play("SIZE 10|DSN|PIPELINING", """
                C: MAIL FROM:<>
                C: RCPT TO:<one@example.net>
                C: RCPT TO:<two@example.net>
                S: 250 OK
                S: 250 OK
                R: one Welcome
                S: 550 5.1.1 no
                R: two Failed 5.1.1
                C: QUIT
                """);
    }
}
