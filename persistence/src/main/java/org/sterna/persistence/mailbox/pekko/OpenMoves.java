package org.sterna.persistence.mailbox.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OpenMove;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.Message;

/**
 * Ends the moves out of one mailbox that nobody else has ended, because the session or its node is gone: what the target has
 * leaves, the rest stays. So no message is lost and none is in both for good. It does so by a clock of its own while the entity is awake; the targets wake it
 * ({@link AwaitedMoves}). Belongs to the entity's actor.
 */
final class OpenMoves {
    /** How long a session may take from the start of a move to its end. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** From one question that is not answered to the next, at first; each time twice as long, up to {@link #PATIENCE}. */
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** By how much the clocks of nodes may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    /** Sends a message to the entity of a mailbox. */
    interface Targets {
        void tell(MailboxId mailbox, Message message);
    }

    private final ActorContext<Message> context;
    private final TimerScheduler<Message> timers;
    private final MailboxId mailbox;
    private final Targets targets;
    private final Clock clock;
    private final Map<Long, Asked> asked = new HashMap<>();

    /** @param pause until the target is asked again */
    private record Asked(ActorRef<MailboxEntity.Found> answer, Duration pause) { }

    OpenMoves(ActorContext<Message> context, TimerScheduler<Message> timers, MailboxId mailbox, Targets targets, Clock clock) {
        this.context = context;
        this.timers = timers;
        this.mailbox = mailbox;
        this.targets = targets;
        this.clock = clock;
    }

    /** The entity begins anew, this object does not: children and timers are gone. */
    void restarts() {
        asked.clear();
    }

    void recovered(Mailbox state) {
        state.past().moves().keySet().forEach(move -> started(move, state));
    }

    void started(long move, Mailbox state) {
        Instant due = state.past().moves().get(move).at().plus(PATIENCE);
        Duration rest = Duration.between(clock.instant(), due);
        timers.startSingleTimer(move, new MailboxEntity.ResumeMove(move), rest.isNegative() ? Duration.ZERO : rest);
    }

    /** Asks the target, and again if it does not answer. */
    void resume(Mailbox state, long number) {
        OpenMove move = state.past().moves().get(number);
        if (move == null || state.deleted()) {
            ends(number);
            return;
        }
        context.getLog().info("mailbox {}: move {} of {} messages to {} was not ended by its session; asking what is there", mailbox, number,
                move.uids().size(), move.target());
        Asked next = Optional.ofNullable(asked.get(number)).map(before -> new Asked(before.answer(), longer(before.pause(), PATIENCE)))
                .orElseGet(() -> new Asked(answer(number), AGAIN));
        asked.put(number, next);
        timers.startSingleTimer(number, new MailboxEntity.ResumeMove(number), next.pause());
        targets.tell(move.target(), new MailboxEntity.Find(mailbox, number, move.uids(), move.at(), next.answer()));
    }

    private ActorRef<MailboxEntity.Found> answer(long move) {
        return context.spawnAnonymous(Behaviors.receiveMessage(found -> {
            context.getSelf().tell(new MailboxEntity.MoveFound(move, found.uids()));
            return Behaviors.same();
        }));
    }

    static Duration longer(Duration wait, Duration longest) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }

    void ends(long move) {
        timers.cancel(move);
        Asked before = asked.remove(move);
        if (before != null) {
            context.stop(before.answer());
        }
    }

    /** A target asks for the end. That of an open move comes by the clock; of any other one it has not heard. */
    void awaited(Mailbox state, MailboxEntity.EndMove end) {
        if (state.deleted() || !state.past().moves().containsKey(end.move())) {
            targets.tell(end.target(), new MailboxEntity.MoveEnded(mailbox, end.move()));
        }
    }

    /** These events are durable: who has copies of what left need not wait any more. */
    void happened(List<MailboxEvent> events) {
        for (MailboxEvent event : events) {
            if (event instanceof MailboxEvent.MessagesMovedAway moved) {
                ends(moved.move());
                if (!moved.target().equals(mailbox)) {
                    targets.tell(moved.target(), new MailboxEntity.MoveEnded(mailbox, moved.move()));
                }
            } else if (event instanceof MailboxEvent.MoveAbandoned abandoned) {
                ends(abandoned.move());
            }
        }
    }

    /** Where the answer to what the entity asks of itself goes. */
    ActorRef<Verdict> nobody() {
        return context.getSystem().ignoreRef();
    }

    /** Answers for this mailbox as a target, from memory or, if that does not reach back so far, from its journal. */
    void find(Mailbox state, MailboxEntity.Find find) {
        if (state.past().copies().forgotten().isBefore(find.since().minus(CLOCKS))) {
            find.replyTo().tell(new MailboxEntity.Found(state.copied(find.source(), find.run(), find.uids())));
            return;
        }
        new MailboxHistory(JournalReader.of(context.getSystem())).copies(mailbox, find.source(), find.run(), find.since().minus(CLOCKS))
                .whenComplete((copies, failure) -> {
                    if (failure == null) {
                        find.replyTo().tell(new MailboxEntity.Found(UidSet.of(find.uids().stream()
                                .filter(uid -> copies.containsKey(uid) && state.messages().indexOf(copies.get(uid)) >= 0))));
                    } else {
                        context.getSystem().log().warn("mailbox {}: copies of {} cannot be looked for: {}", mailbox, find.source(), failure.toString());
                    }
                });
    }
}
