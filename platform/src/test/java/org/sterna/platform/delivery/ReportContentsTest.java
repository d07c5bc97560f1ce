package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.dsn.ReportOrigin;
import org.sterna.protocols.dsn.ReturnedMessage;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** What is reported of each outcome for each NOTIFY and RET, as a reader who is not ours reads it. */
class ReportContentsTest {
    private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant TRIED = ARRIVAL.plusSeconds(60);
    private static final Instant GIVEN_UP = ARRIVAL.plus(Duration.ofDays(5));
    private static final String MESSAGE = "From: <alice@example.org>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nHello\r\n--b0undary\r\n";
    private static final ReportOrigin ORIGIN = new ReportOrigin("mx.example.org", "<r1@mx.example.org>", "b0undary-1", ReportContents.zoned(TRIED));
    private static final OriginalRecipient NAMED = new OriginalRecipient("rfc822", "Bob+x@example.net");

    private static final String HOST = "mx.example.net [192.0.2.1]:25";

    /** What may become of a recipient, and what is said of it. */
    private enum Outcome {
        DELIVERED("delivered", "2.0.0", new QueueEvent.RecipientDelivered(0, new MailboxId("m"), 1, TRIED)),
        RELAYED("relayed", "2.6.0", new QueueEvent.RecipientRelayed(0, new Remark("2.6.0", "250 2.6.0 queued", HOST), true, TRIED)),
        REFUSED("failed", "5.1.1", new QueueEvent.RecipientFailed(0, new Remark("5.1.1", "550 5.1.1 no such user", HOST), TRIED)),
        EXPIRED("failed", "4.4.7", new QueueEvent.RecipientDeferred(0, Cause.REPLY, new Remark("4.7.1", "451 4.7.1 later", HOST), TRIED, TRIED),
                new QueueEvent.RecipientFailed(0, new Remark("4.4.7", "it was tried for too long; at last: 451 4.7.1 later", HOST), GIVEN_UP)),
        WAITING("delayed", "4.7.1", new QueueEvent.RecipientDeferred(0, Cause.REPLY, new Remark("4.7.1", "451 4.7.1 later", HOST), TRIED,
                TRIED.plusSeconds(600)));

        private final String action;
        private final String status;
        private final List<QueueEvent> events;

        Outcome(String action, String status, QueueEvent... events) {
            this.action = action;
            this.status = status;
            this.events = List.of(events);
        }

        private ReportKind kind() {
            return switch (this) {
                case DELIVERED, RELAYED -> ReportKind.SUCCESS;
                case REFUSED, EXPIRED -> ReportKind.FAILURE;
                case WAITING -> ReportKind.DELAY;
            };
        }

        private Notify wish() {
            return kind() == ReportKind.SUCCESS ? Notify.SUCCESS : kind() == ReportKind.FAILURE ? Notify.FAILURE : Notify.DELAY;
        }
    }

    /** Without NOTIFY; NEVER; and every choice of the others (RFC 3461 section 4.1). */
    private static List<Set<Notify>> notifications() {
        List<Set<Notify>> all = new ArrayList<>(List.of(Set.of(), Set.of(Notify.NEVER)));
        List<Notify> kinds = List.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY);
        for (int bits = 1; bits < 8; bits++) {
            int chosen = bits;
            all.add(kinds.stream().filter(kind -> (chosen >> kinds.indexOf(kind) & 1) != 0).collect(Collectors.toSet()));
        }
        return all;
    }

    @Test
    void everyNotifyWithEveryRetAndOutcome() {
        int reports = 0;
        for (Set<Notify> notify : notifications()) {
            for (Optional<ReturnContent> ret : List.of(Optional.<ReturnContent>empty(), Optional.of(ReturnContent.FULL), Optional.of(ReturnContent.HDRS))) {
                for (Optional<OriginalRecipient> original : List.of(Optional.<OriginalRecipient>empty(), Optional.of(NAMED))) {
                    for (Outcome outcome : Outcome.values()) {
                        RcptParameters asked = new RcptParameters(notify, original);
                        QueueEvent.MessageAccepted accepted = accepted("alice@example.org", new DsnRequest(ret, original.map(unused -> "QQ+1=2")), asked);
                        reports += thenReported(happened(accepted, outcome), accepted, outcome) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(reports).isGreaterThan(100);
    }

    /** RFC 3461 sections 4.1 and 5.2: what was asked for, and nothing else. */
    private static boolean thenReported(QueuedMessage message, QueueEvent.MessageAccepted accepted, Outcome outcome) {
        RcptParameters asked = accepted.recipients().get(0).parameters();
        boolean wanted = asked.notifications().isEmpty() ? outcome.wish() != Notify.SUCCESS : asked.notifications().contains(outcome.wish());
        // That a relayed one is to be told was decided when it was relayed: see RequestedRelayingTest.
        wanted |= outcome == Outcome.RELAYED;
        List<Integer> untold = outcome == Outcome.WAITING ? message.delayed(ARRIVAL.plus(Duration.ofHours(4)), Duration.ofHours(4))
                : message.unreported(outcome.kind());
        assertThat(untold).as(outcome + " for " + asked.notifications()).isEqualTo(wanted ? List.of(0) : List.of());
        for (ReportKind other : List.of(ReportKind.FAILURE, ReportKind.SUCCESS)) {
            if (other != outcome.kind()) {
                assertThat(message.unreported(other)).isEmpty();
            }
        }
        if (wanted) {
            thenSays(report(message, outcome.kind(), outcome.events), accepted, outcome);
        }
        return wanted;
    }

    private static void thenSays(byte[] report, QueueEvent.MessageAccepted accepted, Outcome outcome) {
        ParsedReport parsed = ParsedReport.of(report);
        assertThat(parsed.header()).containsEntry("to", "<alice@example.org>").containsEntry("auto-submitted", "auto-replied")
                .containsEntry("from", "Mail Delivery System <MAILER-DAEMON@mx.example.org>").containsEntry("mime-version", "1.0")
                .containsKeys("date", "message-id", "subject");
        assertThat(parsed.header().get("content-type")).contains("multipart/report; report-type=delivery-status;");
        boolean whole = outcome.kind() == ReportKind.FAILURE && accepted.parameters().dsn().returnContent().equals(Optional.of(ReturnContent.FULL));
        assertThat(parsed.parts()).extracting(ParsedReport.Part::type)
                .containsExactly("text/plain", "message/delivery-status", whole ? "message/rfc822" : "text/rfc822-headers");
        assertThat(parsed.parts().get(2).text()).isEqualTo(whole ? MESSAGE : MESSAGE.substring(0, MESSAGE.indexOf("\r\n\r\n") + 2));
        boolean named = accepted.parameters().dsn().envelopeId().isPresent();
        Map<String, String> ofMessage = parsed.groups().get(0);
        assertThat(ofMessage).containsEntry("Reporting-MTA", "dns; mx.example.org").containsEntry("Arrival-Date", "Sat, 21 Nov 2026 10:00:00 +0000");
        assertThat(Optional.ofNullable(ofMessage.get("Original-Envelope-Id"))).isEqualTo(named ? Optional.of("QQ+1=2") : Optional.empty());
        assertThat(parsed.groups()).hasSize(2);
        Map<String, String> ofRecipient = parsed.groups().get(1);
        List<String> fields = new ArrayList<>(List.of("Final-Recipient", "Action", "Status"));
        if (named) {
            fields.add(0, "Original-Recipient");
            assertThat(ofRecipient).containsEntry("Original-Recipient", "rfc822;Bob+x@example.net");
        }
        if (outcome != Outcome.DELIVERED) {                     // RFC 3461 section 6.3 (h) and (i)
            fields.addAll(List.of("Remote-MTA", "Diagnostic-Code"));
            assertThat(ofRecipient).containsEntry("Remote-MTA", "dns; mx.example.net");
            assertThat(ofRecipient.get("Diagnostic-Code")).matches("smtp; \\d{3} \\d\\.\\d\\.\\d [a-z ]+");
            assertThat(parsed.parts().get(0).text()).contains("The mail server " + HOST + " answered:", ofRecipient.get("Diagnostic-Code").substring(6));
        }
        fields.add("Last-Attempt-Date");
        if (outcome == Outcome.WAITING) {
            fields.add("Will-Retry-Until");
            assertThat(ofRecipient).containsEntry("Will-Retry-Until", "Thu, 26 Nov 2026 10:00:00 +0000");
            assertThat(parsed.parts().get(0).text()).contains("It is tried until Thursday, 26 November 2026, 10:00 (UTC+00:00).");
        }
        assertThat(ofRecipient.keySet()).containsExactlyElementsOf(fields);
        assertThat(ofRecipient).containsEntry("Final-Recipient", "rfc822; bob@example.net").containsEntry("Action", outcome.action)
                .containsEntry("Status", outcome.status).containsEntry("Last-Attempt-Date", "Sat, 21 Nov 2026 10:01:00 +0000");
    }

    @Test
    void whatWasTriedForTooLongSaysSoAndWhatTheHostSaid() {
        QueueEvent.MessageAccepted accepted = accepted("alice@example.org", DsnRequest.NONE, RcptParameters.NONE);
        String text = ParsedReport.of(report(happened(accepted, Outcome.EXPIRED), ReportKind.FAILURE, Outcome.EXPIRED.events)).parts().get(0).text();
        assertThat(text).contains("    It was tried for too long.\r\n    The mail server " + HOST + " answered:\r\n    451 4.7.1 later\r\n");
    }

    @Test
    void nobodyIsToldOfAReport() {                               // RFC 5321 section 6.1
        for (Outcome outcome : Outcome.values()) {
            QueuedMessage message = happened(accepted("", DsnRequest.NONE, new RcptParameters(Set.of(outcome.wish()), Optional.empty())), outcome);
            assertThat(message.unreported(outcome.kind())).isEmpty();
            assertThat(message.delayed(GIVEN_UP, Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void theOwnerOfAListIsToldOfItsCopies() {                    // RFC 3461 section 5.2.7.1
        QueueEvent.MessageAccepted accepted = accepted("alice@example.org", new DsnRequest(Optional.of(ReturnContent.FULL), Optional.of("QQ1")),
                new Addressee("bob@example.net", Target.Relay.to("example.net"), RcptParameters.NONE, Optional.of("Owner@example.org")));
        QueuedMessage message = happened(accepted, Outcome.REFUSED);
        assertThat(message.unreported(ReportKind.FAILURE)).containsExactly(0);
        assertThat(ReportContents.addressee(message, List.of(0))).hasToString("Owner@example.org");
        ParsedReport parsed = ParsedReport.of(report(message, ReportKind.FAILURE, Outcome.REFUSED.events));
        assertThat(parsed.header()).containsEntry("to", "<Owner@example.org>");
        assertThat(parsed.groups().get(0)).doesNotContainKey("Original-Envelope-Id");
        assertThat(parsed.parts().get(2).type()).isEqualTo("text/rfc822-headers");
    }

    @Test
    void whatRequiredTlsIsNotReturnedAsAWhole() {                // RFC 8689 section 5
        QueueEvent.MessageAccepted plain = accepted("alice@example.org", new DsnRequest(Optional.of(ReturnContent.FULL), Optional.empty()), RcptParameters.NONE);
        QueuedMessage message = happened(plain, Outcome.REFUSED);
        assertThat(ReportContents.returnsWhole(message, ReportKind.FAILURE, List.of(0), 100, ReportRules.DEFAULT)).isTrue();
        assertThat(ReportContents.returnsWhole(message, ReportKind.FAILURE, List.of(0), 100_000_000, ReportRules.DEFAULT)).isFalse();
        MailParameters secret = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(Demand.REQUIRETLS), plain.parameters().dsn(), Optional.empty(),
                Optional.empty(), OptionalInt.empty());
        QueuedMessage guarded = happened(accepted("alice@example.org", secret, plain.recipients().get(0)), Outcome.REFUSED);
        assertThat(ReportContents.returnsWhole(guarded, ReportKind.FAILURE, List.of(0), 100, ReportRules.DEFAULT)).isFalse();
    }

    @Test
    void aStatusThatDoesNotFitIsNotRepeated() {                  // RFC 3464 section 2.3.4
        QueueEvent.RecipientDeferred odd = new QueueEvent.RecipientDeferred(0, Cause.REPLY, new Remark("5.7.1", "450 5.7.1 later", HOST), TRIED, TRIED);
        QueuedMessage message = QueuedMessage.empty(id()).evolve(accepted("alice@example.org", DsnRequest.NONE, RcptParameters.NONE)).evolve(odd);
        Map<String, String> fields = ParsedReport.of(report(message, ReportKind.DELAY, List.of(odd))).groups().get(1);
        assertThat(fields).containsEntry("Status", "4.0.0").containsEntry("Diagnostic-Code", "smtp; 450 5.7.1 later");
    }

    @Test
    void theOperatorReadsOfLostReplies() {
        QueueEvent.RecipientAmbiguous lost = new QueueEvent.RecipientAmbiguous(0, new Remark("4.4.2", "lost", HOST), 5120, TRIED, TRIED.plusSeconds(3600));
        QueueEvent.MessageAccepted accepted = accepted("alice@example.org", DsnRequest.NONE, RcptParameters.NONE);
        QueuedMessage message = QueuedMessage.empty(id()).evolve(accepted).evolve(lost).evolve(lost);
        assertThat(message.ambiguous(2)).containsExactly(0);
        String notice = new String(new ReportContents(message, List.of(accepted, lost, lost), each -> GIVEN_UP).notice(ORIGIN, List.of(0)).octets(), US_ASCII);
        assertThat(notice.replaceAll("\r\n *", " ")).contains(message.id() + " from alice@example.org", "bob@example.net", HOST, "5120 octets",
                "Sat, 21 Nov 2026 10:01:00 +0000", "Next attempt: Sat, 21 Nov 2026 11:01:00 +0000");
    }

    private static byte[] report(QueuedMessage message, ReportKind kind, List<QueueEvent> events) {
        byte[] octets = MESSAGE.getBytes(US_ASCII);
        ReturnedMessage returned = ReportContents.returnsWhole(message, kind, List.of(0), octets.length, ReportRules.DEFAULT)
                ? ReturnedMessage.whole(octets, false) : ReturnedMessage.headerSection(ReturnedMessage.headerSectionOf(octets), false);
        return new ReportContents(message, events, each -> GIVEN_UP).report(ORIGIN, kind, List.of(0), returned).octets();
    }

    private static QueuedMessage happened(QueueEvent.MessageAccepted accepted, Outcome outcome) {
        QueuedMessage message = QueuedMessage.empty(id()).evolve(accepted);
        for (QueueEvent event : outcome.events) {
            message = message.evolve(event);
        }
        return message;
    }

    private static QueueEvent.MessageAccepted accepted(String reversePath, DsnRequest dsn, RcptParameters asked) {
        return accepted(reversePath, dsn, new Addressee("bob@example.net", Target.Relay.to("example.net"), asked));
    }

    private static QueueEvent.MessageAccepted accepted(String reversePath, DsnRequest dsn, Addressee addressee) {
        return accepted(reversePath, new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), dsn, Optional.empty(), Optional.empty(),
                OptionalInt.empty()), addressee);
    }

    private static QueueEvent.MessageAccepted accepted(String reversePath, MailParameters parameters, Addressee addressee) {
        return new QueueEvent.MessageAccepted(ARRIVAL, Optional.empty(), Optional.empty(), reversePath, List.of(addressee), parameters, Optional.empty(),
                Optional.empty(), new OctetsPlace.Inline(MESSAGE.length()), new byte[0], List.of(), Optional.empty());
    }

    private static QueueId id() {
        return new QueueId(new Incarnation("1jgk0hn4v2p5"), 300, 17);
    }
}
