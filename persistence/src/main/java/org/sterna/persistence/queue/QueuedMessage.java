package org.sterna.persistence.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * The rules of one queued message: every recipient ends in exactly one final state.
 *
 * @param accepted   empty only before the first event
 * @param recipients in the order of the acceptance; expanded ones follow
 * @param reported   reports that were queued
 * @param slice      where it waits, once it was handed over
 * @param written    when all its rows were written for the last time
 * @param events     number of the last event, counted from 0 for the acceptance; -1 before it
 */
public record QueuedMessage(QueueId id, Optional<QueueEvent.MessageAccepted> accepted, List<Recipient> recipients, Set<Told> reported,
        Optional<Integer> slice, Instant written, int events, boolean completed) {
    /** The sender was told this of that recipient. */
    public record Told(ReportKind kind, int recipient) { }

    /**
     * @param failures    attempts that ended in a deferral
     * @param ambiguities attempts whose final reply was lost
     */
    public record Recipient(Addressee addressee, RecipientState state, int failures, int ambiguities) {
        private Recipient to(RecipientState next) {
            return new Recipient(addressee, next, failures, ambiguities);
        }
    }

    /** Where a recipient stands. */
    public sealed interface RecipientState {
        record Pending() implements RecipientState { }

        /** The final dot may have been sent when the node ended. */
        record Attempting(Remark remark, long octets, Instant since) implements RecipientState { }

        record Deferred(Cause cause, Remark remark, Instant nextAttempt) implements RecipientState { }

        record Delivered(long uid) implements RecipientState { }

        record Relayed(Remark remark, boolean report) implements RecipientState { }

        record Failed(Remark remark) implements RecipientState { }

        record Expanded() implements RecipientState { }

        /** By an operator. */
        record Removed() implements RecipientState { }

        default boolean isFinal() {
            return this instanceof Delivered || this instanceof Relayed || this instanceof Failed || this instanceof Expanded
                    || this instanceof Removed;
        }
    }

    public static QueuedMessage empty(QueueId id) {
        return new QueuedMessage(id, Optional.empty(), List.of(), Set.of(), Optional.empty(), Instant.EPOCH, -1, false);
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
        if (!state.completed && state.accepted.isPresent() && state.isDone()) {
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
            return accepted.isPresent() && isDone();
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

    private boolean isDone() {
        return allFinal() && unreported(ReportKind.FAILURE).isEmpty() && unreported(ReportKind.SUCCESS).isEmpty();
    }

    /**
     * Recipients of whose end the sender wants to know, and was not told yet. Nobody is told of a message with the null reverse-path
     * (RFC 5321 section 6.1), nor what its NOTIFY leaves out (RFC 3461 section 5.2). A report says one thing of all its recipients: those in mailboxes
     * come before those that were expanded and those that were relayed.
     *
     * @param kind {@code FAILURE} or {@code SUCCESS}
     */
    public List<Integer> unreported(ReportKind kind) {
        List<Integer> all = untoldEnds(kind);
        return Stream.of(RecipientState.Delivered.class, RecipientState.Expanded.class)
                .map(state -> all.stream().filter(i -> state.isInstance(recipients.get(i).state())).toList())
                .filter(some -> !some.isEmpty()).findFirst().orElse(all);
    }

    private List<Integer> untoldEnds(ReportKind kind) {
        return untold(kind, recipient -> {
            RecipientState state = recipient.state();
            RcptParameters parameters = recipient.addressee().parameters();
            return kind == ReportKind.FAILURE ? state instanceof RecipientState.Failed && parameters.wants(Notify.FAILURE)
                    : state instanceof RecipientState.Delivered && parameters.wants(Notify.SUCCESS)
                    || recipient.addressee().target() instanceof Target.Expanded && parameters.wants(Notify.SUCCESS)
                    || state instanceof RecipientState.Relayed relayed && relayed.report();
        });
    }

    /** Recipients still open that long after the release, whose sender is told so once (RFC 3461 section 5.2.5). */
    public List<Integer> delayed(Instant now, Duration notice) {
        return accepted.isEmpty() || now.isBefore(released().plus(notice)) ? List.of() : waiting(ReportKind.DELAY);
    }

    /** Recipients still open when the time of BY has passed and the attempts go on (RFC 2852 section 4.1.3). */
    public List<Integer> late(Instant now) {
        return deadline(DeliverBy.Mode.NOTIFY).filter(at -> !now.isBefore(at)).isPresent() ? waiting(ReportKind.DEADLINE) : List.of();
    }

    /** Recipients that are open, and whose sender wants to know of a delay. */
    private List<Integer> waiting(ReportKind kind) {
        return untold(kind, recipient -> !recipient.state().isFinal() && recipient.addressee().parameters().wants(Notify.DELAY));
    }

    /**
     * Recipients of whom the operator is told: the reply to the final dot was lost that often, and they are sent to again all the same.
     *
     * @param limit at least 1
     */
    public List<Integer> ambiguous(int limit) {
        if (accepted.isEmpty() || accepted.get().reportOf().isPresent()) {         // no notice about a notice
            return List.of();
        }
        return IntStream.range(0, recipients.size()).filter(i -> recipients.get(i).ambiguities() >= limit && !recipients.get(i).state().isFinal()
                && !reported.contains(new Told(ReportKind.AMBIGUOUS, i))).boxed().toList();
    }

    /** Recipients whose attempt was cut off by the end of a node: nobody knows whether the next hop has the message. */
    public List<Integer> interrupted() {
        return IntStream.range(0, recipients.size()).filter(i -> recipients.get(i).state() instanceof RecipientState.Attempting).boxed().toList();
    }

    /** When the sender is to be told that it waits, unless he was, or nobody wants to know. */
    public Optional<Instant> delayNotice(Duration notice) {
        return accepted.isEmpty() || waiting(ReportKind.DELAY).isEmpty() ? Optional.empty() : Optional.of(released().plus(notice));
    }

    /** When BY's time is over and somebody is to be told so, or the message is to be given up. */
    public Optional<Instant> deadline() {
        return deadline(DeliverBy.Mode.RETURN).or(() -> deadline(DeliverBy.Mode.NOTIFY).filter(at -> !waiting(ReportKind.DEADLINE).isEmpty()));
    }

    private List<Integer> untold(ReportKind kind, Predicate<Recipient> concerned) {
        if (accepted.isEmpty()) {
            return List.of();
        }
        return IntStream.range(0, recipients.size()).filter(i -> !reversePath(i).isEmpty() && concerned.test(recipients.get(i))
                && !reported.contains(new Told(kind, i))).boxed().toList();
    }

    /** The reverse-path of one recipient's copy: the sender's, or that of the list it came by (RFC 5321 section 3.9.2). */
    public String reversePath(int recipient) {
        return recipients.get(recipient).addressee().errorsTo().orElseGet(() -> accepted.orElseThrow().reversePath());
    }

    /**
     * Whether the sender is told when this recipient's copy was relayed: those behind the next hop will not (RFC 3461 section 5.2.2), BY
     * asked for a trace, or its time is not kept from there on (RFC 2852 sections 4.1.4 and 4.1.4.2).
     *
     * @param dsn       whether the next hop took over the reports
     * @param deliverBy whether it took over the time of BY
     */
    public boolean tellsRelayed(int recipient, boolean dsn, boolean deliverBy) {
        RcptParameters parameters = recipients.get(recipient).addressee().parameters();
        Optional<DeliverBy> by = accepted.flatMap(message -> message.parameters().deliverBy());
        return !parameters.notifications().contains(Notify.NEVER) && (parameters.wants(Notify.SUCCESS) && !dsn
                || by.isPresent() && (by.get().trace() || by.get().mode() == DeliverBy.Mode.NOTIFY && !deliverBy));
    }

    /** When the first attempt may be made, and from when its lifetime counts: the acceptance, or later (RFC 4865 section 4.2). */
    public Instant released() {
        QueueEvent.MessageAccepted message = accepted.orElseThrow();
        Instant release = message.parameters().futureRelease().map(hold -> hold.releaseAt(message.at())).orElse(message.at());
        return release.isAfter(message.at()) ? release : message.at();
    }

    /** When BY's time is over, if what happens then is this. */
    public Optional<Instant> deadline(DeliverBy.Mode mode) {
        return accepted.flatMap(message -> message.parameters().deliverBy().filter(by -> by.mode() == mode).map(by -> by.deadline(message.at())));
    }

    /** Recipients without a final state. */
    public List<Integer> open() {
        return IntStream.range(0, recipients.size()).filter(this::open).boxed().toList();
    }

    /** Recipients of an attempt at the given time: those that are due; if none is, somebody was in a hurry, and it is those that wait for another attempt. */
    public List<Integer> toTry(Instant now) {
        List<Integer> due = due(now);
        return !due.isEmpty() ? due : IntStream.range(0, recipients.size())
                .filter(i -> recipients.get(i).state() instanceof RecipientState.Deferred).boxed().toList();
    }

    /** Recipients to be tried at the given time: those not final whose next attempt is due. */
    public List<Integer> due(Instant now) {
        return IntStream.range(0, recipients.size()).filter(i -> {
            RecipientState state = recipients.get(i).state();
            return !state.isFinal() && !attemptOf(state).isAfter(now);
        }).boxed().toList();
    }

    /** When something is to be done: a recipient is due, or BY's time is over; empty if nobody waits. */
    public Optional<Instant> nextAttempt() {
        Optional<Instant> attempt = recipients.stream().map(Recipient::state).filter(state -> !state.isFinal()).map(this::attemptOf)
                .min(Instant::compareTo);
        return attempt.map(at -> deadline().filter(at::isAfter).orElse(at));
    }

    private Instant attemptOf(RecipientState state) {
        return state instanceof RecipientState.Deferred deferred ? deferred.nextAttempt()
                : state instanceof RecipientState.Pending && accepted.isPresent() && released().isAfter(accepted.get().at()) ? released() : Instant.EPOCH;
    }

    public QueuedMessage evolve(QueueEvent event) {
        int number = events + 1;
        if (event instanceof QueueEvent.MessageAccepted message) {
            return new QueuedMessage(id, Optional.of(message), message.recipients().stream()
                    .map(each -> new Recipient(each, first(each.target()), 0, 0)).toList(), Set.of(), Optional.empty(), message.at(), number, false);
        }
        List<Recipient> next = new ArrayList<>(recipients);
        Set<Told> told = reported;
        Optional<Integer> waits = slice;
        Instant all = written;
        boolean done = completed;
        if (event instanceof QueueEvent.AttemptStarted started) {
            Remark remark = new Remark("4.4.2", "the reply to the final dot is not known", started.host(), started.security());
            started.recipients().forEach(each -> next.set(each, next.get(each).to(new RecipientState.Attempting(remark, started.octets(), started.at()))));
        } else if (event instanceof QueueEvent.RecipientDelivered delivered) {
            set(next, delivered.recipient(), new RecipientState.Delivered(delivered.uid()));
        } else if (event instanceof QueueEvent.RecipientRelayed relayed) {
            set(next, relayed.recipient(), new RecipientState.Relayed(relayed.remark(), relayed.report()));
        } else if (event instanceof QueueEvent.RecipientDeferred deferred) {
            fail(next, deferred.recipient(), new RecipientState.Deferred(deferred.cause(), deferred.remark(), deferred.nextAttempt()));
        } else if (event instanceof QueueEvent.RecipientAmbiguous ambiguous) {
            fail(next, ambiguous.recipient(), new RecipientState.Deferred(Cause.AMBIGUOUS, ambiguous.remark(), ambiguous.nextAttempt()));
        } else if (event instanceof QueueEvent.RecipientFailed failed) {
            set(next, failed.recipient(), new RecipientState.Failed(failed.remark()));
        } else if (event instanceof QueueEvent.RecipientExpanded expanded) {
            set(next, expanded.recipient(), new RecipientState.Expanded());
            expanded.recipients().forEach(each -> next.add(new Recipient(each, new RecipientState.Pending(), 0, 0)));
        } else if (event instanceof QueueEvent.ReportQueued report) {
            Set<Told> more = new HashSet<>(reported);
            report.recipients().forEach(each -> more.add(new Told(report.kind(), each)));
            told = Set.copyOf(more);
        } else if (event instanceof QueueEvent.HandedToSlice handed) {
            waits = Optional.of(handed.slice());
        } else if (event instanceof QueueEvent.MessageRenewed renewed) {
            all = renewed.at();
        } else if (event instanceof QueueEvent.MessageRemoved) {
            open().forEach(each -> set(next, each, new RecipientState.Removed()));
        } else if (event instanceof QueueEvent.MessageCompleted) {
            done = true;
        } else {
            throw new AssertionError(event);
        }
        return new QueuedMessage(id, accepted, List.copyOf(next), told, waits, all, number, done);
    }

    private static RecipientState first(Target target) {
        return !(target instanceof Target.Expanded expanded) ? new RecipientState.Pending()
                : expanded.list() ? new RecipientState.Delivered(0) : new RecipientState.Expanded();
    }

    private static void set(List<Recipient> recipients, int index, RecipientState state) {
        recipients.set(index, recipients.get(index).to(state));
    }

    private static void fail(List<Recipient> recipients, int index, RecipientState.Deferred state) {
        Recipient before = recipients.get(index);
        recipients.set(index, new Recipient(before.addressee(), state, before.failures() + 1,
                before.ambiguities() + (state.cause() == Cause.AMBIGUOUS ? 1 : 0)));
    }
}
