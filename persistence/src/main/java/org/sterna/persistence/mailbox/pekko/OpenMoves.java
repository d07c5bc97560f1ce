package org.sterna.persistence.mailbox.pekko;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.OpenMove;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.Message;

/**
 * Ends the moves out of one mailbox that nobody else has ended, because the session or its node is gone: what the target has
 * leaves, the rest stays. So no message is lost and none is in both for good. Belongs to the entity's actor.
 */
final class OpenMoves {
    /** How long a session may take from the start of a move to its end. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
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
    private final Map<Long, ActorRef<MailboxEntity.Found>> asked = new HashMap<>();

    OpenMoves(ActorContext<Message> context, TimerScheduler<Message> timers, MailboxId mailbox, Targets targets, Clock clock) {
        this.context = context;
        this.timers = timers;
        this.mailbox = mailbox;
        this.targets = targets;
        this.clock = clock;
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
        ActorRef<MailboxEntity.Found> answer = asked.computeIfAbsent(number, unused -> context.spawnAnonymous(
                Behaviors.receiveMessage(found -> {
                    context.getSelf().tell(new MailboxEntity.MoveFound(number, found.uids()));
                    return Behaviors.same();
                })));
        timers.startSingleTimer(number, new MailboxEntity.ResumeMove(number), PATIENCE);
        targets.tell(move.target(), new MailboxEntity.Find(mailbox, number, move.uids(), move.at(), answer));
    }

    void ends(long move) {
        timers.cancel(move);
        ActorRef<MailboxEntity.Found> answer = asked.remove(move);
        if (answer != null) {
            context.stop(answer);
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
