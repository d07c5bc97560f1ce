package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientRules.TlsLevel;
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

    static final MailParameters REQUIRETLS = demanding(Demand.REQUIRETLS);

    private static final String SECURED = """
            C: STARTTLS
            S: 220 go
            A: UpgradeTls
            T: tls
            C: EHLO mx.example.org
            """;

    private MailParameters parameters = MailParameters.NONE;
    private TlsLevel tls = TlsLevel.MAY;
    private boolean lenient;
    private ClientPlan.Purpose purpose = ClientPlan.Purpose.SEND;
    private ReversePath reversePath = ReversePath.parse("<smith@example.org>").orElseThrow();
    private final List<ClientPlan.Recipient> recipients = new ArrayList<>();

    private void play(String offers, String transcript) {
        if (recipients.isEmpty()) {
            to("one@example.net", RcptParameters.NONE);
        }
        String[] lines = offers.split("\\|");
        lines[lines.length - 1] = "250 " + lines[lines.length - 1];
        ClientRules rules = new ClientRules("mx.example.org", ClientRules.Protocol.SMTP, tls, false, Optional.empty());
        String begin = transcript.startsWith("C: STARTTLS") || transcript.startsWith("A: Unusable") ? "" : "A: Ready\nT: plan\n";
        ClientTranscript.play(rules, new ClientPlan(reversePath, recipients, 1000, parameters, purpose, lenient), """
                S: 220 mx.example.net
                C: EHLO mx.example.org
                S: 250-mx.example.net|""" + (lines.length > 1 ? "250-" : "") + String.join("|250-", lines).replace("250-250 ", "250 ") + "\n" + begin + transcript);
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
                A: Ended reusable
                A: Ready
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
                A: Ended reusable
                A: Ready
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
                A: Ended reusable
                A: Ready
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
                A: Ended reusable
                A: Ready
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
    void requireTlsWantsACheckedCertificate() {                  // RFC 8689 section 4.2.1
        parameters = REQUIRETLS;
        play("REQUIRETLS", """
                R: one Failed 5.7.10
                A: Ended reusable
                A: Ready
                """);
        for (TlsLevel unchecked : List.of(TlsLevel.MAY, TlsLevel.ENCRYPT)) {
            tls = unchecked;
            play("STARTTLS", SECURED + """
                    S: 250-mx.example.net|250 REQUIRETLS
                    A: Ready
                    T: plan
                    R: one Failed 5.7.10
                    A: Ended reusable
                    A: Ready
                    """);
        }
    }

    @Test
    void requireTlsWantsTheSameOfTheHost() {                     // RFC 8689 section 4.2.1
        parameters = REQUIRETLS;
        tls = TlsLevel.VERIFY;
        play("STARTTLS|REQUIRETLS", SECURED + """
                S: 250-mx.example.net|250 SIZE
                A: Ready
                T: plan
                R: one Failed 5.7.30
                A: Ended reusable
                A: Ready
                """);
        play("STARTTLS", SECURED + """
                S: 250-mx.example.net|250 REQUIRETLS
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org> REQUIRETLS
                """);
    }

    @Test
    void aReportGoesWithoutRequireTlsWhereItMust() {             // RFC 8689 sections 2 and 5
        parameters = REQUIRETLS;
        lenient = true;
        reversePath = ReversePath.parse("<>").orElseThrow();
        play("REQUIRETLS", "C: MAIL FROM:<>");
        tls = TlsLevel.VERIFY;
        play("STARTTLS", SECURED + """
                S: 250-mx.example.net|250 REQUIRETLS
                A: Ready
                T: plan
                C: MAIL FROM:<> REQUIRETLS
                """);
        play("STARTTLS", SECURED + """
                S: 250-mx.example.net|250 SIZE
                A: Ready
                T: plan
                C: MAIL FROM:<> SIZE=1000
                """);
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
                A: Ended reusable
                A: Ready
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
                A: Ended reusable
                C: RSET
                S: 503 5.5.1 what
                S: 250 OK
                A: Ready
                """);
        play("CHUNKING|BINARYMIME", started + """
                T: sent
                S: 250 OK
                S: 452 4.3.1 full
                R: one Deferred 4.3.1
                A: Ended reusable
                C: RSET
                S: 503 5.5.1 what
                S: 250 OK
                A: Ready
                """);
        play("CHUNKING|BINARYMIME", started + """
                T: sent
                T: lost
                R: one Ambiguous 1000
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void anLmtpHostThatRefusesAChunkIsLeft() {                   // RFC 2033 section 4.3
        ClientPlan plan = new ClientPlan(reversePath, List.of(new ClientPlan.Recipient(ForwardPath.parse("<one@example.net>").orElseThrow(),
                RcptParameters.NONE)), 1000, MailParameters.of(BodyType.BINARY_MIME), purpose);
        ClientTranscript.play(new ClientRules("mx.example.org", ClientRules.Protocol.LMTP, tls, false, Optional.empty()), plan, """
                S: 220 lmtp.example.net
                C: LHLO mx.example.org
                S: 250-lmtp.example.net|250-CHUNKING|250-PIPELINING|250 BINARYMIME
                A: Ready
                T: plan
                C: MAIL FROM:<smith@example.org> BODY=BINARYMIME
                C: RCPT TO:<one@example.net>
                S: 250 OK
                S: 250 OK
                A: SendContent BDAT
                T: chunk
                T: sent
                S: 452 4.3.1 full
                R: one Deferred 4.3.1
                A: Ended for good
                A: Close
                """);
    }

    @Test
    void whatAHostCannotTakeIsToldBeforehand() {                 // RFC 6152 section 3, RFC 3030 section 3
        ServerOffer eight = offer("8BITMIME");
        ServerOffer binary = offer("BINARYMIME", "CHUNKING");
        to("one@example.net", RcptParameters.NONE);
        assertThat(needed(BodyType.SEVEN_BIT, ServerOffer.NOTHING)).isEmpty();
        assertThat(needed(BodyType.EIGHT_BIT_MIME, eight)).isEmpty();
        assertThat(needed(BodyType.EIGHT_BIT_MIME, ServerOffer.NOTHING)).contains(Conversion.TO_SEVEN_BIT);
        assertThat(needed(BodyType.BINARY_MIME, binary)).isEmpty();
        assertThat(needed(BodyType.BINARY_MIME, eight)).contains(Conversion.TO_SEVEN_BIT);
        purpose = ClientPlan.Purpose.ASK;
        assertThat(needed(BodyType.BINARY_MIME, eight)).isEmpty();
    }

    private Optional<Conversion> needed(BodyType body, ServerOffer offer) {
        return Conversion.needed(new ClientPlan(reversePath, recipients, 1000, MailParameters.of(body), purpose), offer);
    }

    private static ServerOffer offer(String... keywords) {
        return new ServerOffer(List.of(keywords));
    }

    @Test
    void eightBitContentIsNotSentToAServerWithoutTheExtension() {   // RFC 6152 section 3
        parameters = MailParameters.of(BodyType.EIGHT_BIT_MIME);
        play("8bitmime", "C: MAIL FROM:<smith@example.org> BODY=8BITMIME");
        play("SIZE", """
                R: one Failed 5.6.3
                A: Ended reusable
                A: Ready
                """);
    }

    @Test
    void binaryContentIsNotSentWithoutBoth() {                   // RFC 3030 section 3
        parameters = MailParameters.of(BodyType.BINARY_MIME);
        for (String offers : List.of("8BITMIME", "CHUNKING", "BINARYMIME")) {
            play(offers, """
                    R: one Failed 5.6.3
                    A: Ended reusable
                    A: Ready
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
                    A: Ended reusable
                    A: Ready
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
                C: DATA
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
                C: DATA
                S: 451 4.3.0 later
                R: one Deferred 4.3.0
                R: two Deferred 4.3.0
                A: Ended reusable
                """);
    }

    @Test
    void noMoreRepliesAreOutstandingThanWeKeepCountOf() {
        for (int i = 0; i <= ClientTransaction.MAX_RECIPIENTS; i++) {
            to("r" + i + "@example.net", RcptParameters.NONE);
        }
        play("PIPELINING", "R: r1000 left\nC: MAIL FROM:<smith@example.org>\n" + recipients.stream().limit(1000)
                .map(each -> "C: RCPT TO:" + each.forwardPath().path() + "\n").collect(Collectors.joining()) + "C: DATA\n");
    }

    @Test
    void aQuestionEndsBeforeTheContent() {
        purpose = ClientPlan.Purpose.ASK;
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
                A: Ended reusable
                C: RSET
                T: leave
                C: QUIT
                """);
    }
}
