package org.sterna.persistence.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage.RecipientState;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

class QueuedMessageTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Instant LATER = NOW.plusSeconds(900);
    private static final Remark REMARK = new Remark("4.4.1", "451 later", "mx.example.net");
    private static final QueueId ID = new QueueId(new Incarnation("a"), 0, 0);
    private static final QueueId REPORT = new QueueId(new Incarnation("a"), 0, 1);

    private QueuedMessage message = QueuedMessage.empty(ID);

    @Test
    void acceptanceComesOnceAndFirst() {
        assertThat(decide(new QueueEvent.RecipientFailed(0, REMARK, NOW))).isEmpty();
        accept("smith@example.com", 2);
        assertThat(message.events()).isZero();
        assertThat(message.recipients()).extracting(QueuedMessage.Recipient::state).containsOnly(new RecipientState.Pending());
        assertThat(message.decide(List.of(message.accepted().orElseThrow()), NOW)).isEmpty();
    }

    @Test
    void everyRecipientEndsInOneFinalState() {
        accept("smith@example.com", 2);
        assertThat(decide(delivered(0), new QueueEvent.RecipientFailed(0, REMARK, NOW), delivered(0))).containsExactly(delivered(0));
        assertThat(decide(new QueueEvent.AttemptStarted(List.of(0), "mx", "", 5000, NOW))).isEmpty();
        assertThat(message.recipients().get(0).state()).isEqualTo(new RecipientState.Delivered(7));
        assertThat(decide(new QueueEvent.RecipientRelayed(1, REMARK, false, NOW))).hasSize(2).last().isEqualTo(new QueueEvent.MessageCompleted(NOW));
        assertThat(message.completed()).isTrue();
        assertThat(decide(delivered(1), new QueueEvent.HandedToSlice(1, NOW, NOW))).isEmpty();
    }

    @Test
    void recipientsThatAreNotThereDoNotCount() {
        accept("smith@example.com", 1);
        assertThat(decide(delivered(1), new QueueEvent.AttemptStarted(List.of(0, 1), "mx", "", 5000, NOW))).isEmpty();
    }

    @Test
    void failureIsCompleteOnlyWhenReported() {                                   // RFC 5321 section 6.1
        accept("smith@example.com", 1);
        decide(new QueueEvent.RecipientFailed(0, REMARK, NOW));
        assertThat(message.completed()).isFalse();
        assertThat(message.unreported(ReportKind.FAILURE)).containsExactly(0);
        assertThat(decide(new QueueEvent.MessageCompleted(NOW))).isEmpty();
        decide(new QueueEvent.ReportQueued(ReportKind.FAILURE, List.of(0), REPORT, NOW));
        assertThat(message.unreported(ReportKind.FAILURE)).isEmpty();
        assertThat(message.completed()).isTrue();
    }

    @Test
    void failureOfAReportIsNotReported() {                                       // RFC 5321 section 6.1: no report on the null reverse-path
        accept("", 1);
        assertThat(decide(new QueueEvent.RecipientFailed(0, REMARK, NOW))).hasSize(2);
        assertThat(message.completed()).isTrue();
    }

    @Test
    void deferredRecipientWaits() {
        accept("smith@example.com", 2);
        assertThat(message.due(NOW)).containsExactly(0, 1);
        decide(new QueueEvent.AttemptStarted(List.of(0), "mx", "", 5000, NOW), new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, NOW, LATER), delivered(1));
        assertThat(message.recipients().get(0).failures()).isEqualTo(1);
        assertThat(message.due(NOW)).isEmpty();
        assertThat(message.nextAttempt()).contains(LATER);
        assertThat(message.due(LATER)).containsExactly(0);
        decide(new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, LATER, LATER.plusSeconds(1)));
        assertThat(message.recipients().get(0).failures()).isEqualTo(2);
    }

    @Test
    void whoIsInAHurryTriesWhatWaits() {                                         // RFC 1985 section 3
        accept("smith@example.com", 3);
        decide(new QueueEvent.AttemptStarted(List.of(0, 1), "mx", "", 5000, NOW), new QueueEvent.RecipientDeferred(0, Cause.REPLY, REMARK, NOW, LATER),
                new QueueEvent.RecipientDeferred(1, Cause.REPLY, REMARK, NOW, LATER));
        assertThat(message.toTry(NOW)).as("one is due").containsExactly(2);
        decide(delivered(2));
        assertThat(message.toTry(NOW)).containsExactly(0, 1);
    }

    @Test
    void lostReplyIsAmbiguousAndSentAgain() {
        accept("smith@example.com", 1);
        decide(new QueueEvent.AttemptStarted(List.of(0), "mx", "", 5000, NOW));
        assertThat(message.recipients().get(0).state()).isInstanceOfSatisfying(RecipientState.Attempting.class, state -> {
            assertThat(state.remark().host()).isEqualTo("mx");
            assertThat(state.octets()).isEqualTo(5000);
            assertThat(state.since()).isEqualTo(NOW);
        });
        assertThat(message.interrupted()).as("if the node ends now, nobody knows").containsExactly(0);
        decide(new QueueEvent.RecipientAmbiguous(0, REMARK, 5000, NOW, LATER));
        assertThat(message.recipients().get(0).state()).isEqualTo(new RecipientState.Deferred(Cause.AMBIGUOUS, REMARK, LATER));
        assertThat(message.interrupted()).isEmpty();
        assertThat(message.recipients().get(0).ambiguities()).isEqualTo(1);
        assertThat(message.ambiguous(2)).isEmpty();
        assertThat(message.ambiguous(1)).containsExactly(0);
        assertThat(message.due(LATER)).containsExactly(0);
        assertThat(message.completed()).isFalse();
    }

    @Test
    void theOperatorIsToldOnceOfRepliesThatAreLostAgainAndAgain() {
        accept("", 2);
        for (int i = 0; i < 3; i++) {
            decide(new QueueEvent.RecipientAmbiguous(0, REMARK, 5000, NOW, LATER));
        }
        assertThat(message.ambiguous(3)).containsExactly(0);
        decide(new QueueEvent.ReportQueued(ReportKind.AMBIGUOUS, List.of(0), REPORT, NOW));
        decide(new QueueEvent.RecipientAmbiguous(0, REMARK, 5000, NOW, LATER));
        assertThat(message.ambiguous(3)).isEmpty();
    }

    @Test
    void whatAnOperatorRemovesEndsAndNobodyIsTold() {
        accept("smith@example.com", 2);
        decide(delivered(0), new QueueEvent.MessageRemoved(NOW));
        assertThat(message.recipients().get(0).state()).isInstanceOf(RecipientState.Delivered.class);
        assertThat(message.recipients().get(1).state()).isEqualTo(new RecipientState.Removed());
        assertThat(message.unreported(ReportKind.FAILURE)).isEmpty();
        assertThat(message.completed()).isTrue();
    }

    @Test
    void writtenAnewItIsAsYoungAsThen() {
        accept("smith@example.com", 1);
        assertThat(message.written()).isEqualTo(message.accepted().orElseThrow().at());
        decide(new QueueEvent.MessageRenewed(LATER));
        assertThat(message.written()).isEqualTo(LATER);
    }

    @Test
    void expandedRecipientStandsForOthers() {
        accept("smith@example.com", 1);
        decide(new QueueEvent.RecipientExpanded(0, List.of(addressee("a"), addressee("b")), NOW));
        assertThat(message.recipients()).hasSize(3);
        assertThat(message.due(NOW)).containsExactly(1, 2);
        decide(delivered(1), delivered(2));
        assertThat(message.completed()).isTrue();
        assertThat(message.nextAttempt()).isEmpty();
    }

    @Test
    void sliceRemembersIt() {
        accept("smith@example.com", 1);
        assertThat(message.slice()).isEmpty();
        decide(new QueueEvent.HandedToSlice(17, LATER, NOW));
        assertThat(message.slice()).contains(17);
        assertThat(message.completed()).isFalse();
    }

    /** Whatever happens in whatever order: no final state is left again, and the end is the last event. */
    @Property
    void finalStatesAreFinal(@ForAll @Size(max = 30) List<@IntRange(max = 23) Integer> script) {
        QueuedMessage state = QueuedMessage.empty(ID).evolve(acceptance("smith@example.com", 3));
        List<RecipientState> before = states(state);
        for (int step : script) {
            int recipient = step % 3;
            QueueEvent event = switch (step / 3) {
                case 0 -> delivered(recipient);
                case 1 -> new QueueEvent.RecipientRelayed(recipient, REMARK, false, NOW);
                case 2 -> new QueueEvent.RecipientFailed(recipient, REMARK, NOW);
                case 3 -> new QueueEvent.RecipientDeferred(recipient, Cause.REPLY, REMARK, NOW, LATER);
                case 4 -> new QueueEvent.RecipientAmbiguous(recipient, REMARK, 5000, NOW, LATER);
                case 5 -> new QueueEvent.AttemptStarted(List.of(recipient), "mx", "", 5000, NOW);
                case 6 -> new QueueEvent.MessageCompleted(NOW);
                default -> new QueueEvent.ReportQueued(ReportKind.FAILURE, List.of(recipient), REPORT, NOW);
            };
            boolean wasCompleted = state.completed();
            List<QueueEvent> events = state.decide(List.of(event), NOW);
            assertThat(!wasCompleted || events.isEmpty()).isTrue();
            for (QueueEvent each : events) {
                state = state.evolve(each);
            }
            List<RecipientState> after = states(state);
            for (int i = 0; i < before.size(); i++) {
                if (before.get(i).isFinal()) {
                    assertThat(after.get(i)).isEqualTo(before.get(i));
                }
            }
            assertThat(state.completed()).isEqualTo(state.allFinal() && state.unreported(ReportKind.FAILURE).isEmpty());
            before = after;
        }
    }

    private static List<RecipientState> states(QueuedMessage message) {
        return message.recipients().stream().map(QueuedMessage.Recipient::state).toList();
    }

    private static QueueEvent delivered(int recipient) {
        return new QueueEvent.RecipientDelivered(recipient, new MailboxId("m"), 7, NOW);
    }

    private static Addressee addressee(String name) {
        return new Addressee(name + "@example.org", Target.Relay.to("example.org"), RcptParameters.NONE);
    }

    private static QueueEvent.MessageAccepted acceptance(String reversePath, int recipients) {
        List<Addressee> all = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            all.add(addressee("r" + i));
        }
        return new QueueEvent.MessageAccepted(NOW, Optional.empty(), Optional.empty(), reversePath, all, MailParameters.NONE, Optional.empty(),
                Optional.empty(), new OctetsPlace.Inline(3), new byte[0], List.of(), Optional.empty());
    }

    private void accept(String reversePath, int recipients) {
        decide(acceptance(reversePath, recipients));
    }

    private List<QueueEvent> decide(QueueEvent... happened) {
        List<QueueEvent> events = message.decide(List.of(happened), NOW);
        for (QueueEvent event : events) {
            message = message.evolve(event);
        }
        return events;
    }
}
