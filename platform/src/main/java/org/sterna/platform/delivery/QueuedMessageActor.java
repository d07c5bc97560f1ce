package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.LeaseLostException;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.transfer.RelayJob;
import org.sterna.platform.transfer.RelayResult;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/**
 * One queued message during one attempt. It carries {@link QueuedMessage}: outcomes become events, events go to the intake
 * in their order, and only when they are durable does anything follow from them. An event whose fate is unknown is written
 * again, unchanged, until it is known.
 *
 * <p>Loading -> Attempting -> Recording -> Reporting (what somebody wants to know) -> complete, or waiting under its slice.
 */
public final class QueuedMessageActor extends AbstractBehavior<QueuedMessageActor.Message> {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration AFTER_CRASH = Duration.ofSeconds(30);

    /** Sent by the actor to itself. */
    public sealed interface Message { }

    private record Recovered(Optional<CassandraIntake.Stored> stored, String failure) implements Message { }

    private record Loaded(Optional<Content> content, String failure) implements Message { }

    private record Prepared(Optional<LocalDelivery.Prepared> prepared, String failure) implements Message { }

    private record Delivered(int recipient, Optional<Verdict> verdict, String failure) implements Message { }

    private record Relayed(Map<ForwardPath, List<Integer>> recipients, Optional<RelayResult> result, String failure) implements Message { }

    private record Started(QueueEvent.AttemptStarted event, CompletableFuture<Void> durable) implements Message { }

    private record Written(List<Open> batch, Optional<Throwable> failure) implements Message { }

    private record Reported(ReportKind kind, List<Integer> recipients, Optional<QueueId> report, String failure) implements Message { }

    private record Handed(Instant due, String reason, Optional<Throwable> failure) implements Message { }

    private record HandAgain(Instant due, String reason) implements Message { }

    /** The slice has it, and that is recorded. */
    private record Gone() implements Message { }

    private enum Retry implements Message { WRITE, FINISH }

    /** An event that is not durable yet. */
    private record Open(QueueEvent event, int number, CompletableFuture<Void> durable) { }

    private final TimerScheduler<Message> timers;
    private final MessageQueue queue;
    private final QueueServices services;
    private final LocalDelivery localDelivery;
    private final QueueId id;
    private final Optional<ActorRef<QueueSliceEntity.Outcome>> slice;
    private final Deque<Open> unwritten = new ArrayDeque<>();
    private QueuedMessage message;
    private int epoch;
    private Optional<byte[]> inline;
    private Optional<Content> octets = Optional.empty();
    private List<Integer> trying = List.of();
    private boolean writing;
    private int attempts;
    private boolean finishing;
    private boolean ended;

    private QueuedMessageActor(ActorContext<Message> context, TimerScheduler<Message> timers, MessageQueue queue, QueueServices services,
            LocalDelivery localDelivery, QueuedMessage message, int epoch, Optional<byte[]> inline,
            Optional<ActorRef<QueueSliceEntity.Outcome>> slice) {
        super(context);
        this.timers = timers;
        this.queue = queue;
        this.services = services;
        this.localDelivery = localDelivery;
        this.id = message.id();
        this.message = message;
        this.epoch = epoch;
        this.inline = inline;
        this.slice = slice;
    }

    /**
     * @param octets  if they are in memory
     * @param slice   who waits for the outcome; empty for the first attempt
     * @param crowded leave the first attempt to the slice
     */
    static Behavior<Message> create(MessageQueue queue, QueueServices services, LocalDelivery localDelivery, QueuedMessage message, int epoch,
            Optional<byte[]> octets, Optional<ActorRef<QueueSliceEntity.Outcome>> slice, boolean crowded) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            QueuedMessageActor actor = new QueuedMessageActor(context, timers, queue, services, localDelivery, message, epoch, octets, slice);
            if (crowded && !message.released().isAfter(services.clock().instant())) {
                actor.hand(services.clock().instant().plusSeconds(1), "the node has enough to do");
            } else {
                actor.begin();
            }
            return actor;
        }));
    }

    /** A message that is read from the intake first. */
    static Behavior<Message> recover(MessageQueue queue, QueueServices services, LocalDelivery localDelivery, QueueId id,
            ActorRef<QueueSliceEntity.Outcome> slice) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.pipeToSelf(services.intake().read(id), (stored, failure) ->
                    new Recovered(failure == null ? stored : Optional.empty(), failure == null ? "" : failure.toString()));
            return new QueuedMessageActor(context, timers, queue, services, localDelivery, QueuedMessage.empty(id), 0, Optional.empty(), Optional.of(slice));
        }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Recovered.class, this::onRecovered)
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Delivered.class, this::onDelivered)
                .onMessage(Relayed.class, this::onRelayed)
                .onMessage(Started.class, this::onStarted)
                .onMessage(Written.class, this::onWritten)
                .onMessage(Reported.class, this::onReported)
                .onMessage(Handed.class, this::onHanded)
                .onMessageEquals(Retry.WRITE, () -> {
                    write();
                    return this;
                })
                .onMessage(HandAgain.class, again -> hand(again.due(), again.reason()))
                .onMessage(Gone.class, gone -> end(new QueueSliceEntity.Complete(id)))
                .onMessageEquals(Retry.FINISH, this::finish)
                .onSignal(PostStop.class, stopped -> {
                    onStopped();
                    return this;
                })
                .build();
    }

    /** However it stops: a first attempt that broke off is left to the slice. */
    private void onStopped() {
        if (slice.isEmpty()) {
            queue.left();
            if (!ended) {
                queue.leave(id, services.clock().instant().plus(AFTER_CRASH), "the attempt was broken off");
            }
        }
    }

    private Behavior<Message> onRecovered(Recovered recovered) {
        if (!recovered.failure().isEmpty()) {
            return again("the queue could not be read: " + recovered.failure());
        }
        if (recovered.stored().isEmpty()) {
            getContext().getLog().error("{}: its slice knows it, the intake does not; it is given up", id);
            return end(new QueueSliceEntity.Complete(id));
        }
        message = recovered.stored().get().message();
        epoch = recovered.stored().get().nextEpoch();
        if (message.completed()) {
            return end(new QueueSliceEntity.Complete(id));
        }
        return begin();
    }

    /** RFC 4865 section 4.2: a held message is not even looked at before its time, or the end of it; its slice keeps it. */
    private Behavior<Message> begin() {
        Instant release = message.deadline(DeliverBy.Mode.RETURN).filter(message.released()::isAfter).orElse(message.released());
        if (release.isAfter(services.clock().instant())) {
            return hand(release, "held until " + release);
        }
        load();
        return this;
    }

    private void load() {
        OctetsPlace place = accepted().octets();
        if (inline.isPresent()) {
            getContext().getSelf().tell(new Loaded(Optional.of(Content.of(inline.get())), ""));
        } else if (place instanceof OctetsPlace.InBlob blob) {
            getContext().getSelf().tell(new Loaded(Optional.of(services.blobs().content(blob.blob(), blob.size())), ""));
        } else {
            getContext().pipeToSelf(services.intake().octets(id), (buffer, failure) -> {
                if (failure != null) {
                    return new Loaded(Optional.empty(), failure.toString());
                }
                return new Loaded(Optional.of(Content.of(LocalDelivery.octets(buffer))), "");
            });
        }
    }

    private QueueEvent.MessageAccepted accepted() {
        return message.accepted().orElseThrow();
    }

    private Behavior<Message> onLoaded(Loaded loaded) {
        if (loaded.content().isEmpty()) {
            return again("the octets could not be read: " + loaded.failure());
        }
        octets = loaded.content();
        Instant now = services.clock().instant();
        if (isOver(now)) {
            message.open().forEach(each -> happened(timeOver(each, now)));
            return finishIfIdle();
        }
        trying = message.toTry(now);
        Map<RelayJob.Hop, List<Integer>> hops = new LinkedHashMap<>();
        boolean local = false;
        for (int recipient : trying) {
            Target target = target(recipient);
            if (target instanceof Target.Relay relay) {
                hops.computeIfAbsent(new RelayJob.Hop(relay.domain(), relay.nextHop()), unused -> new ArrayList<>()).add(recipient);
            } else {
                local = true;
            }
        }
        if (local) {
            attempts++;
            getContext().pipeToSelf(localDelivery.prepare(message, octets.get(),
                    accepted().octets() instanceof OctetsPlace.Inline ? inlineOctets() : Optional.empty()),
                    (prepared, failure) -> new Prepared(Optional.ofNullable(prepared), failure == null ? "" : failure.toString()));
        }
        hops.forEach(this::relay);
        return attempts == 0 ? finish() : this;
    }

    /** RFC 2852 section 4.1.3: no attempt is made after that. */
    private boolean isOver(Instant now) {
        return message.deadline(DeliverBy.Mode.RETURN).filter(at -> !now.isBefore(at)).isPresent();
    }

    private QueueEvent timeOver(int recipient, Instant now) {
        Optional<Remark> before = message.recipients().get(recipient).state() instanceof QueuedMessage.RecipientState.Deferred deferred
                ? Optional.of(deferred.remark()) : Optional.empty();
        return timeOver(recipient, before.orElse(new Remark("5.4.7", "it was not tried", "")), now);
    }

    private static QueueEvent timeOver(int recipient, Remark last, Instant now) {
        return new QueueEvent.RecipientFailed(recipient, new Remark("5.4.7", "the time in which it was to be delivered is over; at last: " + last.text(),
                last.host()), now);
    }

    private Optional<byte[]> inlineOctets() {
        return inline.isPresent() ? inline : octets.map(content -> LocalDelivery.octets(content.chunk(0).toCompletableFuture().join()));
    }

    private Target target(int recipient) {
        return message.recipients().get(recipient).addressee().target();
    }

    private Behavior<Message> onPrepared(Prepared prepared) {
        attempts--;
        for (int recipient : trying) {
            if (target(recipient) instanceof Target.LocalMailbox local) {
                if (prepared.prepared().isEmpty()) {
                    happened(deferred(recipient, new Remark("4.3.0", "the message could not be read: " + prepared.failure(), "")));
                } else {
                    attempts++;
                    getContext().pipeToSelf(localDelivery.deliver(message, local, prepared.prepared().get()), (verdict, failure) ->
                            new Delivered(recipient, Optional.ofNullable(verdict), failure == null ? "" : failure.toString()));
                }
            }
        }
        return finishIfIdle();
    }

    private Behavior<Message> onDelivered(Delivered delivered) {
        attempts--;
        Target.LocalMailbox target = (Target.LocalMailbox) target(delivered.recipient());
        Instant now = services.clock().instant();
        if (delivered.verdict().isEmpty()) {
            happened(deferred(delivered.recipient(), new Remark("4.3.0", "the mailbox did not answer: " + delivered.failure(), "")));
        } else if (delivered.verdict().get() instanceof Verdict.Accepted accepted && accepted.answer() instanceof Verdict.Added added) {
            happened(new QueueEvent.RecipientDelivered(delivered.recipient(), target.mailbox(), added.uids().get(0), now));
        } else if (delivered.verdict().get() instanceof Verdict.Refused refused && refused.reason() == Verdict.Reason.NO_MAILBOX) {
            happened(new QueueEvent.RecipientFailed(delivered.recipient(), new Remark("5.1.1", "the mailbox no longer exists", ""), now));
        } else {
            happened(deferred(delivered.recipient(), new Remark("4.2.0", "the mailbox refused: " + delivered.verdict().get(), "")));
        }
        return finishIfIdle();
    }

    private void relay(RelayJob.Hop hop, List<Integer> recipients) {
        Map<ForwardPath, List<Integer>> paths = new LinkedHashMap<>();
        Map<ForwardPath, RcptParameters> addressed = new LinkedHashMap<>();
        recipients.forEach(each -> {
            Addressee addressee = message.recipients().get(each).addressee();
            ForwardPath path = ForwardPath.parse("<" + addressee.forwardPath() + ">", AddressForm.UTF8).orElseThrow();
            paths.computeIfAbsent(path, unused -> new ArrayList<>()).add(each);
            addressed.merge(path, addressee.parameters(), RelayParameters::together);
        });
        Content content = new AssembledContent(accepted().prefix(), octets.orElseThrow(), LocalDelivery.removed(accepted()));
        ReversePath reversePath = ReversePath.parse("<" + accepted().reversePath() + ">", AddressForm.UTF8).orElseThrow();
        ActorRef<Message> self = getContext().getSelf();
        attempts++;
        getContext().pipeToSelf(RelayParameters.of(accepted(), content, services.clock()).thenCompose(parameters ->
                services.relay().attempt(new RelayJob(id.toString(), reversePath, addressed, hop, content, parameters, host -> {
                    CompletableFuture<Void> durable = new CompletableFuture<>();
                    self.tell(new Started(new QueueEvent.AttemptStarted(recipients, host, services.clock().instant()), durable));
                    return durable;
                }))), (result, failure) -> new Relayed(paths, Optional.ofNullable(result), failure == null ? "" : failure.toString()));
    }

    private Behavior<Message> onStarted(Started started) {
        happened(started.event(), started.durable());
        return this;
    }

    private Behavior<Message> onRelayed(Relayed relayed) {
        attempts--;
        relayed.result().ifPresentOrElse(
                result -> result.outcomes().forEach((path, outcome) -> relayed.recipients().get(path).forEach(recipient ->
                        happened(event(recipient, outcome, result.host())))),
                () -> relayed.recipients().values().forEach(some -> some.forEach(recipient ->
                        happened(deferred(recipient, new Remark("4.3.0", "the message could not be read: " + relayed.failure(), ""))))));
        return finishIfIdle();
    }

    private QueueEvent event(int recipient, Outcome outcome, String host) {
        Instant now = services.clock().instant();
        if (outcome instanceof Outcome.Relayed relayed) {
            return new QueueEvent.RecipientRelayed(recipient, new Remark(
                    relayed.reply().status().map(Object::toString).orElse("2.0.0"), relayed.reply().toString(), host),
                    message.tellsRelayed(recipient, relayed.promises().contains(Outcome.Promise.REPORTS),
                            relayed.promises().contains(Outcome.Promise.DEADLINE)), now);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new QueueEvent.RecipientFailed(recipient, new Remark(failed.status().toString(), failed.reason(), host), now);
        }
        if (outcome instanceof Outcome.Deferred deferred) {
            return deferred(recipient, new Remark(deferred.status().toString(), deferred.reason(), host));
        }
        if (outcome instanceof Outcome.Ambiguous ambiguous) {
            Remark remark = new Remark("4.4.2", ambiguous.reason(), host);
            return isOver(now) ? timeOver(recipient, remark, now) : services.schedule().expired(message.released(), now) ? expired(recipient, remark, now)
                    : new QueueEvent.RecipientAmbiguous(recipient, remark, now, next(recipient, now));
        }
        throw new AssertionError(outcome);
    }

    private QueueEvent deferred(int recipient, Remark remark) {
        Instant now = services.clock().instant();
        return isOver(now) ? timeOver(recipient, remark, now) : services.schedule().expired(message.released(), now) ? expired(recipient, remark, now)
                : new QueueEvent.RecipientDeferred(recipient, remark, now, next(recipient, now));
    }

    /** RFC 5321 section 4.5.4.1: in the end the client gives up. */
    private static QueueEvent expired(int recipient, Remark remark, Instant now) {
        return new QueueEvent.RecipientFailed(recipient, new Remark("4.4.7", "it was tried for too long; at last: " + remark.text(), remark.host()), now);
    }

    private Instant next(int recipient, Instant now) {
        return services.schedule().next(now, message.recipients().get(recipient).failures() + 1, services.random().nextDouble());
    }

    private void happened(QueueEvent event) {
        happened(event, new CompletableFuture<>());
    }

    private void happened(QueueEvent event, CompletableFuture<Void> durable) {
        List<QueueEvent> events = message.decide(List.of(event), services.clock().instant());
        if (events.isEmpty()) {
            durable.complete(null);
        }
        for (QueueEvent each : events) {
            append(each, each == event ? durable : new CompletableFuture<>());
        }
        write();
    }

    private void append(QueueEvent event, CompletableFuture<Void> durable) {
        message = message.evolve(event);
        unwritten.add(new Open(event, message.events(), durable));
    }

    /** Everything that waits goes into one flush; the next only when it is known to be durable. */
    private void write() {
        if (writing || unwritten.isEmpty()) {
            return;
        }
        writing = true;
        List<Open> batch = List.copyOf(unwritten);
        CompletableFuture<?>[] writes = batch.stream().map(open ->
                services.intake().append(id, open.number(), epoch, open.event(), Optional.empty()).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        getContext().pipeToSelf(CompletableFuture.allOf(writes), (done, failure) -> new Written(batch, Optional.ofNullable(failure)));
    }

    private Behavior<Message> onWritten(Written written) {
        writing = false;
        if (written.failure().isPresent()) {
            if (leaseLost(written.failure().get())) {
                ended = true;
                return Behaviors.stopped();
            }
            getContext().getLog().warn("{}: its events are written again: {}", id, written.failure().get().toString());
            timers.startSingleTimer(Retry.WRITE, AGAIN);
            return this;
        }
        written.batch().forEach(open -> {
            unwritten.remove(open);
            open.durable().complete(null);
        });
        write();
        return finishIfIdle();
    }

    private static boolean leaseLost(Throwable failure) {
        return failure instanceof LeaseLostException || failure.getCause() instanceof LeaseLostException;
    }

    private Behavior<Message> finishIfIdle() {
        return attempts == 0 && unwritten.isEmpty() && !finishing ? finish() : this;
    }

    /** Every outcome of this attempt is durable. */
    private Behavior<Message> finish() {
        if (message.completed()) {
            for (QueuedMessage.Recipient recipient : message.recipients()) {
                if (recipient.state() instanceof QueuedMessage.RecipientState.Delivered
                        && recipient.addressee().target() instanceof Target.LocalMailbox local) {
                    localDelivery.confirm(local, id);
                }
            }
            return end(new QueueSliceEntity.Complete(id));
        }
        List<QueueEvent> missing = message.decide(List.of(), services.clock().instant());
        if (!missing.isEmpty()) {                       // the node ended between the last outcome and the completion
            missing.forEach(event -> append(event, new CompletableFuture<>()));
            write();
            return this;
        }
        finishing = true;
        Instant now = services.clock().instant();
        for (ReportKind kind : ReportKind.values()) {
            List<Integer> untold = untold(kind, now);
            if (!untold.isEmpty()) {
                report(kind, untold);
                return this;
            }
        }
        Instant due = message.nextAttempt().orElseGet(services.clock()::instant);
        return hand(due, reason());
    }

    private List<Integer> untold(ReportKind kind, Instant now) {
        return kind == ReportKind.DELAY ? message.delayed(now, services.reports().delayNotice())
                : kind == ReportKind.DEADLINE ? message.late(now) : message.unreported(kind);
    }

    private void report(ReportKind kind, List<Integer> recipients) {
        getContext().pipeToSelf(new Reports(services, message, octets.orElseThrow()).compose(kind, recipients).thenCompose(queue::accept),
                (report, failure) -> new Reported(kind, recipients, Optional.ofNullable(report), failure == null ? "" : failure.toString()));
    }

    private String reason() {
        return message.recipients().stream().map(QueuedMessage.Recipient::state)
                .filter(QueuedMessage.RecipientState.Deferred.class::isInstance).map(QueuedMessage.RecipientState.Deferred.class::cast)
                .map(state -> state.remark().text()).findFirst().orElse("");
    }

    private Behavior<Message> onReported(Reported reported) {
        if (reported.report().isEmpty()) {
            getContext().getLog().warn("{}: its report could not be queued and is tried again: {}", id, reported.failure());
            timers.startSingleTimer(Retry.FINISH, AGAIN);
            return this;
        }
        finishing = false;
        happened(new QueueEvent.ReportQueued(reported.kind(), reported.recipients(), reported.report().get(), services.clock().instant()));
        return this;
    }

    private Behavior<Message> hand(Instant due, String reason) {
        if (slice.isPresent()) {
            return end(new QueueSliceEntity.Again(id, due, reason));
        }
        finishing = true;
        getContext().pipeToSelf(queue.hand(id, due, reason), (done, failure) -> new Handed(due, reason, Optional.ofNullable(failure)));
        return this;
    }

    private Behavior<Message> onHanded(Handed handed) {
        if (handed.failure().isPresent()) {
            getContext().getLog().warn("{}: its slice did not take it and is asked again: {}", id, handed.failure().get().toString());
            timers.startSingleTimer(new HandAgain(handed.due(), handed.reason()), AGAIN);
            return this;
        }
        Instant now = services.clock().instant();
        CompletableFuture<Void> durable = new CompletableFuture<>();
        happened(new QueueEvent.HandedToSlice(queue.slice(id), handed.due(), now), durable);
        getContext().pipeToSelf(durable, (done, failure) -> new Gone());
        return this;
    }

    private Behavior<Message> again(String reason) {
        return hand(services.schedule().next(services.clock().instant(), 1, services.random().nextDouble()), reason);
    }

    private Behavior<Message> end(QueueSliceEntity.Outcome outcome) {
        ended = true;
        if (slice.isPresent()) {
            slice.get().tell(outcome);
        } else {
            services.intake().done(id);
        }
        return Behaviors.stopped();
    }
}
