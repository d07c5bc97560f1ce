package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What MAIL and RCPT asked for, as the queue keeps it. */
class QueuedWishesTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Instant LATER = NOW.plusSeconds(900);
    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final Remark REMARK = new Remark("4.4.1", "451 later", "mx.example.net");
    private static final QueueId ID = new QueueId(new Incarnation("a"), 0, 0);
    private static final QueueId REPORT = new QueueId(new Incarnation("a"), 0, 1);

    private QueuedMessage message = QueuedMessage.empty(ID);

    private void accept(String reversePath, Optional<DeliverBy> by, Optional<FutureRelease> release, RcptParameters... recipients) {
        List<Addressee> all = new ArrayList<>();
        for (RcptParameters each : recipients) {
            all.add(new Addressee("r" + all.size() + "@example.org", Target.Relay.to("example.org"), each));
        }
        decide(new QueueEvent.MessageAccepted(NOW, Optional.empty(), Optional.empty(), reversePath, all, new MailParameters(OptionalLong.empty(),
                BodyType.SEVEN_BIT, Set.of(), DsnRequest.NONE, by, release, OptionalInt.empty()), Optional.empty(), Optional.empty(),
                new OctetsPlace.Inline(3), new byte[0], List.of(), Optional.empty()));
    }

    private void decide(QueueEvent... happened) {
        for (QueueEvent event : message.decide(List.of(happened), NOW)) {
            message = message.evolve(event);
        }
    }

    private static RcptParameters notify(Notify... kinds) {
        return new RcptParameters(Set.of(kinds), Optional.empty());
    }

    private static Optional<DeliverBy> by(DeliverBy.Mode mode, boolean trace) {
        return Optional.of(new DeliverBy(Duration.ofSeconds(60), mode, trace));
    }

    @Test
    void failureIsReportedOnlyAsWanted() {                                       // RFC 3461 section 5.2.6
        accept("smith@example.com", Optional.empty(), Optional.empty(), RcptParameters.NONE, notify(Notify.NEVER), notify(Notify.SUCCESS), notify(Notify.FAILURE));
        for (int i = 0; i < 4; i++) {
            decide(new QueueEvent.RecipientFailed(i, REMARK, NOW));
        }
        assertThat(message.unreported(ReportKind.FAILURE)).containsExactly(0, 3);
        decide(new QueueEvent.ReportQueued(ReportKind.FAILURE, List.of(0, 3), REPORT, NOW));
        assertThat(message.completed()).isTrue();
    }

    @Test
    void deliveryIsReportedWhereWantedBeforeTheEnd() {                           // RFC 3461 section 5.2.3
        accept("smith@example.com", Optional.empty(), Optional.empty(), notify(Notify.SUCCESS), RcptParameters.NONE);
        decide(new QueueEvent.RecipientDelivered(0, new MailboxId("m"), 7, NOW), new QueueEvent.RecipientDelivered(1, new MailboxId("m"), 8, NOW));
        assertThat(message.unreported(ReportKind.SUCCESS)).containsExactly(0);
        assertThat(message.completed()).isFalse();
        decide(new QueueEvent.ReportQueued(ReportKind.SUCCESS, List.of(0), REPORT, NOW));
        assertThat(message.unreported(ReportKind.SUCCESS)).isEmpty();
        assertThat(message.completed()).isTrue();
    }

    /** RFC 3464 section 2.3.3: there is one action for each, and the text for a person has only one. */
    @Test
    void whatWasRelayedIsReportedApartFromWhatIsInAMailbox() {
        accept("smith@example.com", Optional.empty(), Optional.empty(), notify(Notify.SUCCESS), notify(Notify.SUCCESS), notify(Notify.SUCCESS));
        decide(new QueueEvent.RecipientRelayed(0, REMARK, true, NOW), new QueueEvent.RecipientDelivered(1, new MailboxId("m"), 7, NOW),
                new QueueEvent.RecipientRelayed(2, REMARK, true, NOW));
        assertThat(message.unreported(ReportKind.SUCCESS)).containsExactly(1);
        decide(new QueueEvent.ReportQueued(ReportKind.SUCCESS, List.of(1), REPORT, NOW));
        assertThat(message.unreported(ReportKind.SUCCESS)).containsExactly(0, 2);
        assertThat(message.completed()).isFalse();
        decide(new QueueEvent.ReportQueued(ReportKind.SUCCESS, List.of(0, 2), REPORT, NOW));
        assertThat(message.completed()).isTrue();
    }

    @Test
    void nobodyIsToldOfAReport() {                                               // RFC 5321 section 6.1
        accept("", Optional.empty(), Optional.empty(), notify(Notify.SUCCESS));
        decide(new QueueEvent.RecipientRelayed(0, REMARK, true, NOW));
        assertThat(message.completed()).isTrue();
    }

    @Test
    void relayingIsReportedWhereNobodyElseWill() {                               // RFC 3461 section 5.2.2
        accept("smith@example.com", Optional.empty(), Optional.empty(), notify(Notify.SUCCESS), RcptParameters.NONE, notify(Notify.NEVER));
        assertThat(message.tellsRelayed(0, false, false)).isTrue();
        assertThat(message.tellsRelayed(0, true, false)).isFalse();
        assertThat(message.tellsRelayed(1, false, false)).isFalse();
        assertThat(message.tellsRelayed(2, false, false)).isFalse();
        decide(new QueueEvent.RecipientRelayed(0, REMARK, true, NOW));
        assertThat(message.unreported(ReportKind.SUCCESS)).containsExactly(0);
    }

    @Test
    void traceAndLostTimeAreReported() {                                         // RFC 2852 sections 4.1.4 and 4.1.4.2
        accept("smith@example.com", by(DeliverBy.Mode.NOTIFY, false), Optional.empty(), RcptParameters.NONE, notify(Notify.NEVER));
        assertThat(message.tellsRelayed(0, true, false)).isTrue();
        assertThat(message.tellsRelayed(0, true, true)).isFalse();
        assertThat(message.tellsRelayed(1, true, false)).isFalse();
        message = QueuedMessage.empty(ID);
        accept("smith@example.com", by(DeliverBy.Mode.RETURN, true), Optional.empty(), RcptParameters.NONE);
        assertThat(message.tellsRelayed(0, true, true)).isTrue();
    }

    @Test
    void aDelayIsToldOnce() {                                                    // RFC 3461 section 5.2.5
        accept("smith@example.com", Optional.empty(), Optional.empty(), RcptParameters.NONE, notify(Notify.FAILURE), notify(Notify.DELAY));
        for (int i = 0; i < 3; i++) {
            decide(new QueueEvent.RecipientDeferred(i, Cause.REPLY, REMARK, NOW, LATER));
        }
        assertThat(message.delayed(NOW.plus(FOUR_HOURS).minusSeconds(1), FOUR_HOURS)).isEmpty();
        assertThat(message.delayed(NOW.plus(FOUR_HOURS), FOUR_HOURS)).containsExactly(0, 2);
        decide(new QueueEvent.ReportQueued(ReportKind.DELAY, List.of(0, 2), REPORT, NOW));
        assertThat(message.delayed(NOW.plus(FOUR_HOURS), FOUR_HOURS)).isEmpty();
        decide(new QueueEvent.RecipientFailed(0, REMARK, NOW));
        assertThat(message.unreported(ReportKind.FAILURE)).containsExactly(0);  // another kind
    }

    @Test
    void whatIsHeldIsNotDueAndItsDelayCountsFromTheRelease() {                   // RFC 4865 section 4.2
        Instant release = NOW.plusSeconds(3600);
        accept("smith@example.com", Optional.empty(), Optional.of(new FutureRelease.HoldFor(Duration.ofHours(1))), RcptParameters.NONE);
        assertThat(message.due(release.minusSeconds(1))).isEmpty();
        assertThat(message.nextAttempt()).contains(release);
        assertThat(message.released()).isEqualTo(release);
        assertThat(message.due(release)).containsExactly(0);
        assertThat(message.delayNotice(FOUR_HOURS)).contains(release.plus(FOUR_HOURS));
        decide(new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, release, LATER));
        assertThat(message.delayed(NOW.plus(FOUR_HOURS), FOUR_HOURS)).isEmpty();
        assertThat(message.delayed(release.plus(FOUR_HOURS), FOUR_HOURS)).containsExactly(0);
    }

    @Test
    void aReleaseInThePastHoldsNothing() {
        accept("smith@example.com", Optional.empty(), Optional.of(new FutureRelease.HoldUntil(NOW.minusSeconds(5))), RcptParameters.NONE);
        assertThat(message.released()).isEqualTo(NOW);
        assertThat(message.due(NOW)).containsExactly(0);
    }

    @Test
    void theRetryComesNotBehindTheDeadline() {                                   // RFC 2852 section 4.1.3
        accept("smith@example.com", by(DeliverBy.Mode.RETURN, false), Optional.empty(), RcptParameters.NONE);
        decide(new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, NOW, LATER));
        assertThat(message.deadline(DeliverBy.Mode.RETURN)).contains(NOW.plusSeconds(60));
        assertThat(message.deadline(DeliverBy.Mode.NOTIFY)).isEmpty();
        assertThat(message.nextAttempt()).contains(NOW.plusSeconds(60));
        assertThat(message.late(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void theDeadlineIsToldOnceAndTheAttemptsGoOn() {                             // RFC 2852 section 4.1.3
        accept("smith@example.com", by(DeliverBy.Mode.NOTIFY, false), Optional.empty(), RcptParameters.NONE, notify(Notify.FAILURE));
        decide(new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, NOW, LATER), new QueueEvent.RecipientDeferred(1, Cause.REPLY, REMARK, NOW, LATER));
        assertThat(message.nextAttempt()).contains(NOW.plusSeconds(60));
        assertThat(message.late(NOW.plusSeconds(59))).isEmpty();
        assertThat(message.late(NOW.plusSeconds(60))).containsExactly(0);
        decide(new QueueEvent.ReportQueued(ReportKind.DEADLINE, List.of(0), REPORT, NOW));
        assertThat(message.late(NOW.plusSeconds(60))).isEmpty();
        assertThat(message.nextAttempt()).contains(LATER);
        assertThat(message.open()).containsExactly(0, 1);
    }
}
