package org.sterna.persistence.mailbox.pekko;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.Message;

/**
 * Moves into one mailbox of which it has not heard that they have ended. It tells their sources, which wakes those that sleep, and again until they say so: a source
 * that is awake ends its moves by its own clock. What is awaited is in memory only; behind a recovery the newest move from each source of the last
 * {@link #LATELY} stands for all of that source. A source that is missed by this ends its moves when it is next asked for anything, at the latest by the
 * sweeper on its round. Belongs to the entity's actor.
 */
final class AwaitedMoves {
    /** After the copies are durable; what a MOVE takes at most, usually. */
    static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LATELY = Duration.ofHours(1);

    private final TimerScheduler<Message> timers;
    private final MailboxId mailbox;
    private final OpenMoves.Targets sources;
    private final Clock clock;
    private final Map<MailboxEntity.Remind, Duration> waits = new HashMap<>();

    AwaitedMoves(TimerScheduler<Message> timers, MailboxId mailbox, OpenMoves.Targets sources, Clock clock) {
        this.timers = timers;
        this.mailbox = mailbox;
        this.sources = sources;
        this.clock = clock;
    }

    /** The entity begins anew, this object does not: timers are gone. */
    void restarts() {
        waits.clear();
    }

    void recovered(Mailbox state) {
        state.past().copies().movesSince(clock.instant().minus(LATELY)).forEach((source, move) -> await(source, move, Duration.ZERO));
    }

    /** These events are durable. */
    void happened(List<MailboxEvent> events) {
        for (MailboxEvent event : events) {
            if (event instanceof MailboxEvent.MessageAdded added) {
                added.origin().source().filter(MailboxEvent.Source::isMoved).ifPresent(source -> await(source.mailbox(), source.run(), FIRST));
            }
        }
    }

    /** A mailbox that moves within itself needs nobody to tell it. */
    private void await(MailboxId source, long move, Duration first) {
        MailboxEntity.Remind reminder = new MailboxEntity.Remind(source, move);
        if (!source.equals(mailbox) && waits.putIfAbsent(reminder, FIRST) == null) {
            timers.startSingleTimer(reminder, reminder, first);
        }
    }

    void remind(MailboxEntity.Remind reminder) {
        Duration wait = waits.getOrDefault(reminder, LONGEST);
        sources.tell(reminder.source(), new MailboxEntity.EndMove(mailbox, reminder.move()));
        waits.put(reminder, OpenMoves.longer(wait, LONGEST));
        timers.startSingleTimer(reminder, reminder, wait);
    }

    void ended(MailboxEntity.MoveEnded ended) {
        MailboxEntity.Remind reminder = new MailboxEntity.Remind(ended.source(), ended.move());
        waits.remove(reminder);
        timers.cancel(reminder);
    }
}
