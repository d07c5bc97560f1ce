package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;

/**
 * The rules of one queued message: every recipient ends in exactly one final state.
 *
 * @param accepted   empty only before the first event
 * @param recipients in the order of the acceptance; expanded ones follow
 * @param reported   recipients a report was queued for
 * @param slice      where it waits, once it was handed over
 * @param events     number of the last event, counted from 0 for the acceptance; -1 before it
 */
public record QueuedMessage(QueueId id, Optional<QueueEvent.MessageAccepted> accepted, List<Recipient> recipients, List<Integer> reported,
        Optional<Integer> slice, int events, boolean completed) {
    /**
     * @param failures attempts that ended in a deferral
     */
    public record Recipient(Addressee addressee, RecipientState state, int failures) {
        private Recipient to(RecipientState next) {
            return new Recipient(addressee, next, failures);
        }
    }

    /** Where a recipient stands. */
    public sealed interface RecipientState {
        record Pending() implements RecipientState { }

        /** The final dot may have been sent when the node ended. */
        record Attempting(String host, Instant since) implements RecipientState { }

        record Deferred(Remark remark, Instant nextAttempt, boolean ambiguous) implements RecipientState { }

        record Delivered(long uid) implements RecipientState { }

        record Relayed(Remark remark) implements RecipientState { }

        record Failed(Remark remark) implements RecipientState { }

        record Expanded() implements RecipientState { }

        default boolean isFinal() {
            return this instanceof Delivered || this instanceof Relayed || this instanceof Failed || this instanceof Expanded;
        }
    }

    public static QueuedMessage empty(QueueId id) {
        return new QueuedMessage(id, Optional.empty(), List.of(), List.of(), Optional.empty(), -1, false);
    }

    /**
     * The events of what is said to have happened that may count: nothing happens to a recipient after its final state, and
     * the message is complete with its last recipient and report.
     */
    public List<QueueEvent> decide(List<QueueEvent> happened, Instant now) {
        QueuedMessage state = this;
        List<QueueEvent> events = new ArrayList<>();
        for (QueueEvent event : happened) {
            if (state.counts(event)) {
                events.add(event);
                state = state.evolve(event);
            }
        }
        if (!state.completed && state.accepted.isPresent() && state.allFinal() && state.unreported().isEmpty()) {
            events.add(new QueueEvent.MessageCompleted(now));
        }
        return events;
    }

    private boolean counts(QueueEvent event) {
        if (completed) {
            return false;
        }
        if (event instanceof QueueEvent.MessageAccepted) {
            return accepted.isEmpty();
        }
        if (event instanceof QueueEvent.AttemptStarted started) {
            return started.recipients().stream().allMatch(this::open);
        }
        if (event instanceof QueueEvent.MessageCompleted) {
            return accepted.isPresent() && allFinal() && unreported().isEmpty();
        }
        if (event instanceof QueueEvent.RecipientDelivered delivered) {
            return open(delivered.recipient());
        }
        if (event instanceof QueueEvent.RecipientRelayed relayed) {
            return open(relayed.recipient());
        }
        if (event instanceof QueueEvent.RecipientDeferred deferred) {
            return open(deferred.recipient());
        }
        if (event instanceof QueueEvent.RecipientAmbiguous ambiguous) {
            return open(ambiguous.recipient());
        }
        if (event instanceof QueueEvent.RecipientFailed failed) {
            return open(failed.recipient());
        }
        if (event instanceof QueueEvent.RecipientExpanded expanded) {
            return open(expanded.recipient());
        }
        return accepted.isPresent();
    }

    private boolean open(int recipient) {
        return recipient < recipients.size() && !recipients.get(recipient).state().isFinal();
    }

    public boolean allFinal() {
        return recipients.stream().allMatch(each -> each.state().isFinal());
    }

    /** Recipients that failed and were not yet reported to the reverse-path, which must not be null for that (RFC 5321 section 6.1). */
    public List<Integer> unreported() {
        if (accepted.isEmpty() || accepted.get().reversePath().isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, recipients.size()).filter(i -> recipients.get(i).state() instanceof RecipientState.Failed
                && !reported.contains(i)).boxed().toList();
    }

    /** Recipients to be tried at the given time: those not final whose next attempt is due. */
    public List<Integer> due(Instant now) {
        return IntStream.range(0, recipients.size()).filter(i -> {
            RecipientState state = recipients.get(i).state();
            return !state.isFinal() && !(state instanceof RecipientState.Deferred deferred && deferred.nextAttempt().isAfter(now));
        }).boxed().toList();
    }

    /** When the first waiting recipient is due; empty if none waits. */
    public Optional<Instant> nextAttempt() {
        return recipients.stream().map(Recipient::state).filter(state -> !state.isFinal())
                .map(state -> state instanceof RecipientState.Deferred deferred ? deferred.nextAttempt() : Instant.EPOCH)
                .min(Instant::compareTo);
    }

    public QueuedMessage evolve(QueueEvent event) {
        int number = events + 1;
        if (event instanceof QueueEvent.MessageAccepted message) {
            return new QueuedMessage(id, Optional.of(message), message.recipients().stream()
                    .map(each -> new Recipient(each, new RecipientState.Pending(), 0)).toList(), List.of(), Optional.empty(), number, false);
        }
        List<Recipient> next = new ArrayList<>(recipients);
        List<Integer> told = reported;
        Optional<Integer> waits = slice;
        boolean done = completed;
        if (event instanceof QueueEvent.AttemptStarted started) {
            started.recipients().forEach(each -> next.set(each, next.get(each).to(new RecipientState.Attempting(started.host(), started.at()))));
        } else if (event instanceof QueueEvent.RecipientDelivered delivered) {
            set(next, delivered.recipient(), new RecipientState.Delivered(delivered.uid()));
        } else if (event instanceof QueueEvent.RecipientRelayed relayed) {
            set(next, relayed.recipient(), new RecipientState.Relayed(relayed.remark()));
        } else if (event instanceof QueueEvent.RecipientDeferred deferred) {
            fail(next, deferred.recipient(), new RecipientState.Deferred(deferred.remark(), deferred.nextAttempt(), false));
        } else if (event instanceof QueueEvent.RecipientAmbiguous ambiguous) {
            fail(next, ambiguous.recipient(), new RecipientState.Deferred(ambiguous.remark(), ambiguous.nextAttempt(), true));
        } else if (event instanceof QueueEvent.RecipientFailed failed) {
            set(next, failed.recipient(), new RecipientState.Failed(failed.remark()));
        } else if (event instanceof QueueEvent.RecipientExpanded expanded) {
            set(next, expanded.recipient(), new RecipientState.Expanded());
            expanded.recipients().forEach(each -> next.add(new Recipient(each, new RecipientState.Pending(), 0)));
        } else if (event instanceof QueueEvent.ReportQueued report) {
            List<Integer> all = new ArrayList<>(reported);
            all.addAll(report.recipients());
            told = List.copyOf(all);
        } else if (event instanceof QueueEvent.HandedToSlice handed) {
            waits = Optional.of(handed.slice());
        } else if (event instanceof QueueEvent.MessageCompleted) {
            done = true;
        } else {
            throw new AssertionError(event);
        }
        return new QueuedMessage(id, accepted, List.copyOf(next), told, waits, number, done);
    }

    private static void set(List<Recipient> recipients, int index, RecipientState state) {
        recipients.set(index, recipients.get(index).to(state));
    }

    private static void fail(List<Recipient> recipients, int index, RecipientState state) {
        Recipient before = recipients.get(index);
        recipients.set(index, new Recipient(before.addressee(), state, before.failures() + 1));
    }
}
