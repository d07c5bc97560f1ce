package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.trace.TraceKeys;
import org.sterna.platform.transfer.RelayJob;
import org.sterna.platform.transfer.RelayResult;
import org.sterna.platform.transfer.Transport;
import org.sterna.protocols.address.ForwardPath;
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
    private static final Duration HANDED_OVER = Duration.ofSeconds(1);
    private static final Order ATTEMPT = new Order.Attempt(Optional.empty());

    /** Sent by the actor to itself. */
    public sealed interface Message { }

    /** An operator wants something of a message in its first attempt: it is done when the attempt is over. */
    record Ordered(Order order) implements Message { }

    private record Recovered(Optional<CassandraIntake.Stored> stored, String failure) implements Message { }

    private record Loaded(Optional<Content> content, String failure) implements Message { }

    private record Prepared(List<Integer> recipients, Optional<LocalDelivery.Prepared> prepared, String failure) implements Message { }

    private record Delivered(int recipient, Optional<Verdict> verdict, String failure) implements Message { }

    private record Relayed(Departure departure, Map<ForwardPath, List<Integer>> recipients, Optional<RelayResult> result, String failure)
            implements Message { }

    /** There may be a place. */
    private record Opened(Departure departure) implements Message { }

    private record Impatient(Departure departure) implements Message { }

    private record Started(QueueEvent.AttemptStarted event, CompletableFuture<Void> durable) implements Message { }

    private record Written(Optional<Throwable> failure) implements Message { }

    private record Reported(ReportKind kind, List<Integer> recipients, Optional<QueueId> report, String failure) implements Message { }

    private record Renewed(String failure) implements Message { }

    private record Handed(WaitingMessage line, Optional<Throwable> failure) implements Message { }

    private record HandAgain(WaitingMessage line) implements Message { }

    /** The slice has it, and that is recorded. */
    private record Gone() implements Message { }

    private enum Retry implements Message { WRITE, FINISH }

    enum Begin implements Message { BEGIN }

    private final TimerScheduler<Message> timers;
    private final MessageQueue queue;
    private final QueueServices services;
    private final LocalDelivery localDelivery;
    private final WaitingLines lines;
    private final OutcomeEvents outcomes;
    private final QueueId id;
    private final Optional<ActorRef<QueueSliceEntity.Outcome>> slice;
    private final UnwrittenEvents unwritten;
    private final DeparturePlaces places;
    /** Of its slice's owner when the attempt began. */
    private final long generation;
    private Order order;
    private Optional<Order> afterwards = Optional.empty();
    private QueuedMessage message;
    private int epoch;
    private Optional<byte[]> atHand;
    private Optional<Content> octets = Optional.empty();
    private Optional<String> blocked = Optional.empty();
    private int attempts;
    private boolean interrupted;
    private boolean finishing;
    private boolean ended;

    private QueuedMessageActor(ActorContext<Message> context, TimerScheduler<Message> timers, MessageQueue queue, QueueServices services,
            LocalDelivery localDelivery, QueuedMessage message, int epoch, Optional<byte[]> atHand, Order order,
            Optional<ActorRef<QueueSliceEntity.Outcome>> slice) {
        super(context);
        this.timers = timers;
        this.queue = queue;
        this.services = services;
        this.localDelivery = localDelivery;
        this.lines = new WaitingLines(services);
        this.outcomes = new OutcomeEvents(services, lines);
        this.id = message.id();
        this.message = message;
        this.epoch = epoch;
        this.atHand = atHand;
        this.order = order;
        this.slice = slice;
        this.generation = queue.generation(id);
        this.unwritten = new UnwrittenEvents(services.intake(), id);
        this.places = new DeparturePlaces(services.relay(), order instanceof Order.Attempt attempt ? attempt.place() : Optional.empty());
    }

    /**
     * A first attempt; it begins when it is told to.
     *
     * @param octets  if they are in memory
     * @param crowded leave it to the slice
     */
    static Behavior<Message> create(MessageQueue queue, QueueServices services, LocalDelivery localDelivery, QueuedMessage message, int epoch,
            Optional<byte[]> octets, boolean crowded) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            QueuedMessageActor actor = new QueuedMessageActor(context, timers, queue, services, localDelivery, message, epoch, octets, ATTEMPT, Optional.empty());
            if (crowded) {
                actor.blocked = Optional.of("the node has enough to do");
            }
            return actor;
        }));
    }

    /** A message that is read from the intake first. */
    static Behavior<Message> recover(MessageQueue queue, QueueServices services, LocalDelivery localDelivery, QueueId id, Order order,
            ActorRef<QueueSliceEntity.Outcome> slice) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            QueuedMessageActor actor = new QueuedMessageActor(context, timers, queue, services, localDelivery, QueuedMessage.empty(id), 0, Optional.empty(),
                    order, Optional.of(slice));                     // it knows its generation before it reads
            context.pipeToSelf(services.intake().read(id), (stored, failure) ->
                    new Recovered(failure == null ? stored : Optional.empty(), failure == null ? "" : failure.toString()));
            return actor;
        }));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Begin.BEGIN, () -> blocked.isPresent() ? hand() : begin())
                .onMessage(Recovered.class, this::onRecovered)
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Delivered.class, this::onDelivered)
                .onMessage(Relayed.class, this::onRelayed)
                .onMessage(Opened.class, opened -> onOpened(opened.departure()))
                .onMessage(Impatient.class, impatient -> giveUp(impatient.departure()))
                .onMessage(Started.class, this::onStarted)
                .onMessage(Written.class, this::onWritten)
                .onMessage(Reported.class, this::onReported)
                .onMessage(Renewed.class, this::onRenewed)
                .onMessage(Ordered.class, ordered -> {
                    afterwards = Optional.of(ordered.order());
                    return this;
                })
                .onMessage(Handed.class, this::onHanded)
                .onMessageEquals(Retry.WRITE, () -> {
                    write();
                    return this;
                })
                .onMessage(HandAgain.class, again -> hand(again.line()))
                .onMessage(Gone.class, gone -> {
                    afterwards.ifPresent(wanted -> queue.pass(id, wanted));     // it came too late, or could not be done here
                    return end(new QueueSliceEntity.Complete(id));
                })
                .onMessageEquals(Retry.FINISH, this::finish)
                .onSignal(PostStop.class, stopped -> {
                    onStopped();
                    return this;
                })
                .build();
    }

    /** However it stops: its places are free, and a first attempt that broke off is left to the slice. */
    private void onStopped() {
        places.giveBack();
        unwritten.abandon();
        if (slice.isEmpty()) {
            queue.left(id);
            if (!ended) {
                WaitingMessage line = lines.line(message, Optional.of("the attempt was broken off"), false, services.clock().instant());
                queue.leave(MessageQueue.due(line, services.clock().instant().plus(AFTER_CRASH)));
            }
        }
    }

    private Behavior<Message> onRecovered(Recovered recovered) {
        if (!recovered.failure().isEmpty()) {
            getContext().getLog().warn("{}: the queue could not be read: {}", id, recovered.failure());
            return Behaviors.stopped();                     // without a word: its slice begins again after a while
        }
        if (hasPassed()) {
            return leaveToTheNextOwner();
        }
        if (recovered.stored().isEmpty()) {
            getContext().getLog().error("{}: its slice knows it, the intake does not; it is given up", id);
            return end(new QueueSliceEntity.Complete(id));
        }
        message = recovered.stored().get().message();
        epoch = services.intake().nextEpoch(recovered.stored().get(), generation);
        if (message.completed()) {
            return end(new QueueSliceEntity.Complete(id));
        }
        return begin();
    }

    /** Another node owns the slice, or is about to: its attempts have read what was durable until then, and go on from there. */
    private boolean hasPassed() {
        return slice.isPresent() && !queue.isOwner(id, generation);
    }

    private Behavior<Message> leaveToTheNextOwner() {
        getContext().getLog().info("{}: its slice has passed to another node, which goes on with it", id);
        return Behaviors.stopped();
    }

    private Behavior<Message> begin() {
        Instant now = services.clock().instant();
        if (order instanceof Order.Remove) {
            happened(new QueueEvent.MessageRemoved(now));
            return finishIfIdle();
        }
        if (order instanceof Order.Renew) {
            return finishIfIdle();
        }
        for (int recipient : message.interrupted()) {
            QueuedMessage.RecipientState.Attempting attempt = (QueuedMessage.RecipientState.Attempting) message.recipients().get(recipient).state();
            happened(outcomes.ambiguous(message, recipient, attempt.remark(), attempt.octets(), now));
            interrupted = true;
        }
        // RFC 4865 section 4.2: a held message is not even looked at before its time, or the end of it; its slice keeps it.
        Instant release = message.deadline(DeliverBy.Mode.RETURN).filter(message.released()::isAfter).orElse(message.released());
        if (release.isAfter(now) && !(order instanceof Order.Bounce)) {
            return finishIfIdle();
        }
        load();
        return this;
    }

    private void load() {
        OctetsPlace place = accepted().octets();
        if (atHand.isPresent()) {
            getContext().getSelf().tell(new Loaded(Optional.of(Content.of(atHand.get())), ""));
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
        Instant now = services.clock().instant();
        if (loaded.content().isEmpty()) {
            getContext().getLog().warn("{}: the octets could not be read: {}", id, loaded.failure());
            return hand(MessageQueue.due(lines.line(message, Optional.of("the octets could not be read: " + loaded.failure()), false, now),
                    now.plus(AFTER_CRASH)));
        }
        octets = loaded.content();
        if (outcomes.isOver(message, now)) {
            message.open().forEach(each -> happened(outcomes.timeOver(message, each, now)));
        } else if (order instanceof Order.Bounce bounce) {
            bounce(bounce);
        } else if (order instanceof Order.Look) {
            message.open().stream().filter(each -> outcomes.isExpired(message, each, now)).toList()
                    .forEach(each -> happened(outcomes.expired(message, each, now)));
        } else {
            attempt(now);
        }
        return finishIfIdle();
    }

    private void bounce(Order.Bounce bounce) {
        Instant now = services.clock().instant();
        message.open().forEach(each -> happened(new QueueEvent.RecipientFailed(each, new Remark("5.0.0", bounce.reason(), ""), now)));
    }

    private void attempt(Instant now) {
        Map<Departure, List<Integer>> departures = new LinkedHashMap<>();
        Map<String, List<Integer>> local = new LinkedHashMap<>();
        // Whoever may have it already waits for longer: that nobody else is due does not mean that somebody is in a hurry.
        for (int recipient : interrupted ? message.due(now) : message.toTry(now)) {
            Optional<Transport> transport = lines.transport(message, recipient);
            if (transport.isPresent()) {
                departures.computeIfAbsent(new Departure(transport.get(), lines.sentAs(message, recipient), isList(recipient)), unused -> new ArrayList<>())
                        .add(recipient);
            } else {
                local.computeIfAbsent(message.reversePath(recipient), unused -> new ArrayList<>()).add(recipient);
            }
        }
        local.forEach((reversePath, recipients) -> {
            attempts++;
            getContext().pipeToSelf(localDelivery.prepare(message, reversePath, octets.orElseThrow(),
                    accepted().octets() instanceof OctetsPlace.Inline ? inlineOctets() : Optional.empty()),
                    (prepared, failure) -> new Prepared(recipients, Optional.ofNullable(prepared), failure == null ? "" : failure.toString()));
        });
        departures.forEach(this::depart);
    }

    private Optional<byte[]> inlineOctets() {
        return atHand.isPresent() ? atHand : octets.map(content -> LocalDelivery.octets(content.chunk(0).toCompletableFuture().join()));
    }

    private Target.LocalMailbox mailbox(int recipient) {
        return (Target.LocalMailbox) message.recipients().get(recipient).addressee().target();
    }

    private Behavior<Message> onPrepared(Prepared prepared) {
        attempts--;
        for (int recipient : prepared.recipients()) {
            if (prepared.prepared().isEmpty()) {
                deferred(recipient, Cause.LOCAL, new Remark("4.3.0", "the message could not be read: " + prepared.failure(), ""));
            } else {
                attempts++;
                getContext().pipeToSelf(localDelivery.deliver(message, mailbox(recipient), prepared.prepared().get()), (verdict, failure) ->
                        new Delivered(recipient, Optional.ofNullable(verdict), failure == null ? "" : failure.toString()));
            }
        }
        return finishIfIdle();
    }

    private Behavior<Message> onDelivered(Delivered delivered) {
        attempts--;
        Instant now = services.clock().instant();
        if (delivered.verdict().isEmpty()) {
            deferred(delivered.recipient(), Cause.LOCAL, new Remark("4.3.0", "the mailbox did not answer: " + delivered.failure(), ""));
        } else if (delivered.verdict().get() instanceof Verdict.Accepted accepted && accepted.answer() instanceof Verdict.Added added) {
            happened(new QueueEvent.RecipientDelivered(delivered.recipient(), mailbox(delivered.recipient()).mailbox(), added.uids().get(0), now));
        } else if (delivered.verdict().get() instanceof Verdict.Refused refused && refused.reason() == Verdict.Reason.NO_MAILBOX) {
            happened(new QueueEvent.RecipientFailed(delivered.recipient(), new Remark("5.1.1", "the mailbox no longer exists", ""), now));
        } else {
            deferred(delivered.recipient(), Cause.LOCAL, new Remark("4.2.0", "the mailbox refused: " + delivered.verdict().get(), ""));
        }
        return finishIfIdle();
    }

    private void depart(Departure departure, List<Integer> recipients) {
        Instant now = services.clock().instant();
        if (departure.transport() instanceof Transport.Host host) {
            if (places.take(host.destination())) {
                relay(departure, host, recipients);
            } else if (slice.isEmpty() && services.relay().isOpen(host.destination())) {
                attempts++;
                ActorRef<Message> self = getContext().getSelf();
                timers.startSingleTimer(departure, new Impatient(departure), services.placePatience());
                places.await(departure, host.destination(), recipients, () -> self.tell(new Opened(departure)));
            } else {
                noPlace(host);
            }
        } else if (departure.transport() instanceof Transport.Refuse refuse) {
            recipients.forEach(each -> happened(outcomes.refused(message, each, refuse, now)));
        } else if (departure.transport() instanceof Transport.Discard) {
            recipients.forEach(each -> happened(new QueueEvent.RecipientRelayed(each, new Remark("2.0.0", "thrown away, as a transport says", ""),
                    message.tellsRelayed(each, false, false), now)));
        } else {
            throw new AssertionError(departure);
        }
    }

    private void noPlace(Transport.Host host) {
        blocked = Optional.of("waits for a place on the way to " + host.destination());
    }

    private Behavior<Message> onOpened(Departure departure) {
        DeparturePlaces.Opening opening = places.opened(departure);
        if (opening == DeparturePlaces.Opening.CLOSED) {
            return giveUp(departure);
        }
        if (opening == DeparturePlaces.Opening.TAKEN) {
            left(departure).ifPresent(recipients -> relay(departure, (Transport.Host) departure.transport(), recipients));
        }
        return this;
    }

    private Behavior<Message> giveUp(Departure departure) {
        left(departure).ifPresent(unused -> noPlace((Transport.Host) departure.transport()));
        return finishIfIdle();
    }

    /** It waits no longer. */
    private Optional<List<Integer>> left(Departure departure) {
        Optional<List<Integer>> recipients = places.leave(departure);
        if (recipients.isPresent()) {
            timers.cancel(departure);
            attempts--;
        }
        return recipients;
    }

    private void relay(Departure departure, Transport.Host host, List<Integer> recipients) {
        Map<ForwardPath, List<Integer>> paths = new LinkedHashMap<>();
        Map<ForwardPath, RcptParameters> addressed = new LinkedHashMap<>();
        recipients.forEach(each -> {
            Addressee addressee = message.recipients().get(each).addressee();
            ForwardPath path = WaitingLines.path(message, each);
            paths.computeIfAbsent(path, unused -> new ArrayList<>()).add(each);
            addressed.merge(path, addressee.parameters(), RelayParameters::together);
        });
        Content content = new AssembledContent(accepted().prefix(), octets.orElseThrow(), LocalDelivery.removed(accepted()));
        ActorRef<Message> self = getContext().getSelf();
        attempts++;
        getContext().pipeToSelf(RelayParameters.of(accepted(), departure.list(), content, services.clock()).thenCompose(parameters ->
                services.relay().attempt(new RelayJob(id.toString(), departure.reversePath(), addressed, host, content, parameters, (peer, security, octets) -> {
                    CompletableFuture<Void> durable = new CompletableFuture<>();
                    self.tell(new Started(new QueueEvent.AttemptStarted(recipients, peer, security, octets, services.clock().instant()),
                            durable));
                    return durable;
                }, accepted().account(), accepted().parameters().priority().orElse(0)))),
                (result, failure) -> new Relayed(departure, paths, Optional.ofNullable(result), failure == null ? "" : failure.toString()));
    }

    private boolean isList(int recipient) {
        return message.recipients().get(recipient).addressee().errorsTo().isPresent();
    }

    private Behavior<Message> onStarted(Started started) {
        happened(started.event(), started.durable());
        return this;
    }

    private Behavior<Message> onRelayed(Relayed relayed) {
        attempts--;
        if (relayed.result().isEmpty()) {
            relayed.recipients().values().forEach(some -> some.forEach(recipient ->
                    deferred(recipient, Cause.LOCAL, new Remark("4.3.0", "the message could not be read: " + relayed.failure(), ""))));
            return finishIfIdle();
        }
        RelayResult result = relayed.result().get();
        if (result.untried().isPresent()) {
            blocked = result.untried();
        }
        Instant now = services.clock().instant();
        result.outcomes().forEach((path, outcome) -> relayed.recipients().get(path).forEach(recipient ->
                happened(outcomes.event(message, recipient, outcome, result, now))));
        return finishIfIdle();
    }

    private void deferred(int recipient, Cause cause, Remark remark) {
        happened(outcomes.deferred(message, recipient, cause, remark, services.clock().instant()));
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
        queue.counts().happened(event);
        unwritten.add(event, message.events(), durable);
    }

    private void write() {
        unwritten.write(epoch).ifPresent(write -> getContext().pipeToSelf(write, (done, failure) -> new Written(Optional.ofNullable(failure))));
    }

    private Behavior<Message> onWritten(Written written) {
        if (written.failure().isPresent()) {
            unwritten.failed();
            if (leaseLost(written.failure().get())) {
                ended = true;
                return Behaviors.stopped();
            }
            getContext().getLog().warn("{}: its events are written again: {}", id, written.failure().get().toString());
            timers.startSingleTimer(Retry.WRITE, AGAIN);
            return this;
        }
        if (hasPassed()) {
            return leaveToTheNextOwner();               // what was written may have come too late to be read there
        }
        unwritten.written();
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
        if (hasPassed()) {
            return leaveToTheNextOwner();
        }
        if (message.completed()) {
            for (QueuedMessage.Recipient recipient : message.recipients()) {
                if (recipient.state() instanceof QueuedMessage.RecipientState.Delivered
                        && recipient.addressee().target() instanceof Target.LocalMailbox local) {
                    localDelivery.confirm(local, id);
                }
            }
            if (accepted().octets() instanceof OctetsPlace.InBlob blob && MessageQueue.isHeld(accepted())) {
                services.blobs().unqueued(blob.blob(), id);      // lost, it goes when its time is over
            }
            return end(new QueueSliceEntity.Complete(id));
        }
        Instant now = services.clock().instant();
        List<QueueEvent> missing = message.decide(List.of(), now);
        if (!missing.isEmpty()) {                       // the node ended between the last outcome and the completion
            missing.forEach(event -> append(event, new CompletableFuture<>()));
            write();
            return this;
        }
        if (afterwards.isPresent() && !message.allFinal()) {
            if (afterwards.get() instanceof Order.Bounce bounce && octets.isPresent()) {
                bounce(bounce);
                return this;
            }
            if (afterwards.get() instanceof Order.Remove) {
                happened(new QueueEvent.MessageRemoved(now));
                return this;
            }
        }
        finishing = true;
        if (octets.isPresent()) {
            for (ReportKind kind : ReportKind.values()) {
                List<Integer> untold = untold(kind, now);
                if (!untold.isEmpty()) {
                    report(kind, untold);
                    return this;
                }
            }
        }
        if (!now.isBefore(message.written().plus(services.renewal()))) {
            getContext().pipeToSelf(renew(), (done, failure) -> new Renewed(failure == null ? "" : failure.toString()));
            return this;
        }
        return hand();
    }

    /** Recipients of one report: those that have one reverse-path. */
    private List<Integer> untold(ReportKind kind, Instant now) {
        List<Integer> all = switch (kind) {
            case DELAY -> message.delayed(now, services.reports().delayNotice());
            case DEADLINE -> message.late(now);
            case AMBIGUOUS -> message.ambiguous(services.retries().ambiguousLimit());
            case FAILURE, SUCCESS -> message.unreported(kind);
        };
        return all.stream().filter(each -> message.reversePath(each).equals(message.reversePath(all.get(0)))).toList();
    }

    private void report(ReportKind kind, List<Integer> recipients) {
        getContext().pipeToSelf(new Reports(services, message, octets.orElseThrow()).compose(kind, recipients).thenCompose(queue::accept),
                (report, failure) -> new Reported(kind, recipients, Optional.ofNullable(report), failure == null ? "" : failure.toString()));
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

    /** What waits for longer than the half of its rows' life writes them anew; nothing else is changed in them. */
    private CompletionStage<Void> renew() {
        CompletionStage<Void> blob = CompletableFuture.completedFuture(null);
        if (accepted().octets() instanceof OctetsPlace.InBlob place) {
            Duration life = services.renewal().multipliedBy(2);
            blob = MessageQueue.isHeld(accepted()) ? services.blobs().queued(place.blob(), id, life) : services.blobs().renew(place.blob(), place.size(), life);
        }
        return blob.thenCompose(done -> services.intake().renew(id));
    }

    private Behavior<Message> onRenewed(Renewed renewed) {
        if (!renewed.failure().isEmpty()) {
            getContext().getLog().warn("{}: it could not be written anew, and is tried again: {}", id, renewed.failure());
            timers.startSingleTimer(Retry.FINISH, AGAIN);
            return this;
        }
        finishing = false;
        services.trace().add(id, accepted().at(), TraceKeys.of(accepted()));
        happened(new QueueEvent.MessageRenewed(services.clock().instant()));
        return this;
    }

    private Behavior<Message> hand() {
        Instant now = services.clock().instant();
        return hand(order instanceof Order.Renew ? lines.renewed(message, now)
                : lines.line(message, blocked, afterwards.filter(Order.Hold.class::isInstance).isPresent(), now));
    }

    private Behavior<Message> hand(WaitingMessage line) {
        if (slice.isPresent()) {
            return end(new QueueSliceEntity.Again(line));
        }
        finishing = true;
        // Its slice must not start it before it is recorded that it was handed over.
        Instant soon = services.clock().instant().plus(HANDED_OVER);
        WaitingMessage later = line.due().isBefore(soon) ? MessageQueue.due(line, soon) : line;
        getContext().pipeToSelf(queue.hand(later), (done, failure) -> new Handed(later, Optional.ofNullable(failure)));
        return this;
    }

    private Behavior<Message> onHanded(Handed handed) {
        if (handed.failure().isPresent()) {
            getContext().getLog().warn("{}: its slice did not take it and is asked again: {}", id, handed.failure().get().toString());
            timers.startSingleTimer(new HandAgain(handed.line()), AGAIN);
            return this;
        }
        Instant now = services.clock().instant();
        CompletableFuture<Void> durable = new CompletableFuture<>();
        happened(new QueueEvent.HandedToSlice(queue.slice(id), handed.line().due(), now), durable);
        getContext().pipeToSelf(durable, (done, failure) -> new Gone());
        return this;
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
