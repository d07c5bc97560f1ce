package org.sterna.platform.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.pekko.cassandra.JournalSetup;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Order;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.persistence.trace.TraceKeys;
import org.sterna.platform.asking.Asking;

/** The door of the queue on one node. Thread-safe. */
public final class MessageQueue {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** What a slice has time to write down. */
    private static final Duration HAND = Duration.ofSeconds(30);
    /** Octets of messages that are kept because nobody knows whether they were written. */
    private static final long MAX_UNKNOWN = 64 << 20;
    /** Messages of a dead incarnation that are handed to slices at one time. */
    private static final int ADOPTED_AT_ONCE = 200;

    private final QueueServices services;
    private final Claims claims;
    private final InFlow inFlow;
    private final LocalDelivery localDelivery;
    private final WaitingLines lines;
    private final QueueCounts counts = new QueueCounts();
    private final Map<QueueId, Active> active = new ConcurrentHashMap<>();
    /** Those that were written after all, while their claims are: their clients may know it already. */
    private final Map<QueueId, QueuedMessage> late = new ConcurrentHashMap<>();
    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();

    /** @param room what it has taken of the in-flow; negative if it goes to its slice at once */
    private record Active(QueuedMessage message, ActorRef<QueuedMessageActor.Message> actor, long room) { }

    public MessageQueue(QueueServices services, Claims claims, Twins twins) {
        this.services = services;
        this.claims = claims;
        inFlow = new InFlow(services.maxActive(), services.maxOctets(), services.inFlowDelay());
        localDelivery = new LocalDelivery(services, twins);
        lines = new WaitingLines(services);
    }

    /**
     * Accepts a message: completes with its queue id when it is durable, and from then on it is ours (RFC 5321 section 6.1).
     * Fails if it could not be written, or if that is not known within the time of a write. In the latter case a message with a
     * fingerprint has become a claim before this fails, and is delivered when it is written; one without is withdrawn.
     */
    public CompletionStage<QueueId> accept(NewQueuedMessage message) {
        long began = System.nanoTime();
        boolean inline = message.octets() instanceof OctetsPlace.Inline;
        QueueId id;
        try {
            id = services.intake().take((inline ? message.atHand().length : 0) + 1024L);
        } catch (RuntimeException e) {
            drop(message.octets());
            counts.notAccepted();
            return CompletableFuture.failedFuture(e);
        }
        QueueEvent.MessageAccepted accepted;
        try {
            accepted = new QueueEvent.MessageAccepted(services.clock().instant(), message.session(), message.account(), message.reversePath(),
                    message.recipients(), message.parameters(), message.fingerprint(), message.messageId(), message.octets(),
                    message.prefix().apply(id), message.removed(), message.reportOf());
        } catch (RuntimeException e) {
            services.intake().done(id);
            drop(message.octets());
            return CompletableFuture.failedFuture(e);
        }
        Acceptance acceptance = new Acceptance(id, accepted, inline || message.atHand().length > 0 ? Optional.of(message.atHand()) : Optional.empty());
        return write(acceptance)
                .whenComplete((unused, failure) -> {
                    if (failure == null) {
                        counts.accepted(message.session().isEmpty(), System.nanoTime() - began);
                        return;
                    }
                    counts.notAccepted();
                    if (!keep(acceptance)) {
                        withdraw(id, accepted);
                    }
                })
                .thenCompose(unused -> run(acceptance));
    }

    /** The first event of a message, and its octets if they are at hand. */
    private record Acceptance(QueueId id, QueueEvent.MessageAccepted event, Optional<byte[]> atHand) {
        private long size() {
            return atHand.map(octets -> octets.length).orElse(0) + event.prefix().length + 1024L;
        }

        /** What stands in its row. */
        private Optional<ByteBuffer> inline() {
            return event.octets() instanceof OctetsPlace.Inline ? atHand.map(ByteBuffer::wrap) : Optional.empty();
        }
    }

    private CompletionStage<Void> write(Acceptance acceptance) {
        return acceptance.event().octets() instanceof OctetsPlace.InBlob blob && isHeld(acceptance.event())
                ? services.blobs().queued(blob.blob(), acceptance.id(), services.renewal().multipliedBy(2)).thenCompose(unused -> append(acceptance))
                : append(acceptance);
    }

    private CompletionStage<Void> append(Acceptance acceptance) {
        return services.intake().append(acceptance.id(), 0, 1, acceptance.event(), acceptance.inline());
    }

    /** The blob of what came in for other servers only goes by itself when its time is over; any other is held, or it would be swept. */
    static boolean isHeld(QueueEvent.MessageAccepted accepted) {
        return accepted.reportOf().isPresent() || accepted.recipients().stream().anyMatch(each -> each.target() instanceof Target.LocalMailbox);
    }

    /** Begins the first attempt, as soon as there is room for it, or leaves the message to its slice. */
    private CompletionStage<QueueId> run(Acceptance acceptance) {
        QueueEvent.MessageAccepted event = acceptance.event();
        long size = acceptance.atHand().map(octets -> octets.length).orElse(0);
        return inFlow.enter(size).thenApply(entered -> {
            run(QueuedMessage.empty(acceptance.id()).evolve(event), acceptance.atHand(), entered ? size : -1);
            services.trace().add(acceptance.id(), event.at(), TraceKeys.of(event));
            return acceptance.id();
        });
    }

    /**
     * The acceptance was not acknowledged, and nobody knows whether it was written. Its client is told to come again and will
     * be known by the fingerprint (DESIGN: unknown outcomes): the identical row is written until that is known, and then the
     * message is delivered, once.
     *
     * @return false if it has no fingerprint, or too many octets are kept already
     */
    private boolean keep(Acceptance acceptance) {
        if (!claims.enabled() || acceptance.event().fingerprint().isEmpty() || services.intake().leaseLost()) {
            return false;
        }
        if (unknown.addAndGet(acceptance.size()) > MAX_UNKNOWN) {
            unknown.addAndGet(-acceptance.size());
            return false;
        }
        CompletableFuture<QueueId> written = new CompletableFuture<>();
        written.whenComplete((id, failure) -> unknown.addAndGet(-acceptance.size()));
        // Its claim first: while the message is not final, who adopts this incarnation finds it by itself.
        claims.unknown(acceptance.event().fingerprint().get(), written).thenRun(() -> {
            if (!written.isCompletedExceptionally()) {
                run(acceptance).whenComplete((unused, failure) -> late.remove(acceptance.id()));
            }
        });
        repeat(acceptance, written);
        return true;
    }

    private void repeat(Acceptance acceptance, CompletableFuture<QueueId> written) {
        write(acceptance).whenComplete((unused, failure) -> {
            if (failure == null) {
                late.put(acceptance.id(), QueuedMessage.empty(acceptance.id()).evolve(acceptance.event()));
                written.complete(acceptance.id());
            } else if (services.intake().leaseLost()) {
                written.completeExceptionally(failure);         // the process ends; the next one finds what there is
            } else {
                services.system().scheduler().scheduleOnce(AGAIN, () -> repeat(acceptance, written), services.system().executionContext());
            }
        });
    }

    /**
     * The acceptance was not acknowledged, but its row may have been written: an event behind it says that nothing is to be
     * done, so that it is not delivered after a restart while its client has long sent it again. Only then nobody needs its
     * blob. The acceptance is written once more in front, for a journal does not begin with its second event.
     */
    private void withdraw(QueueId id, QueueEvent.MessageAccepted accepted) {
        services.intake().append(id, 0, 1, accepted, Optional.empty())
                .thenCompose(unused -> services.intake().append(id, 1, 1, new QueueEvent.MessageCompleted(services.clock().instant()), Optional.empty()))
                .whenComplete((unused, failure) -> {
                    if (failure == null) {
                        services.intake().done(id);
                        drop(accepted.octets());
                        if (accepted.octets() instanceof OctetsPlace.InBlob blob) {
                            services.blobs().unqueued(blob.blob(), id);
                        }
                    } else if (!services.intake().leaseLost()) {
                        services.system().scheduler().scheduleOnce(AGAIN, () -> withdraw(id, accepted), services.system().executionContext());
                    }
                });
    }

    /** Of a message that was not accepted. */
    private void drop(OctetsPlace octets) {
        if (octets instanceof OctetsPlace.InBlob blob) {
            services.blobs().discard(blob.blob(), (int) ((blob.size() + CassandraBlobs.CHUNK - 1) / CassandraBlobs.CHUNK));
        }
    }

    /** What it has done since the start. */
    public QueueCounts counts() {
        return counts;
    }

    /** Messages making their first attempt on this node now, or about to. */
    public int active() {
        return active.size() + (int) late.keySet().stream().filter(id -> !active.containsKey(id)).count();
    }

    /** Those messages as a line would name them: they are due, and in no slice. */
    public List<WaitingMessage> activeMessages() {
        Instant now = services.clock().instant();
        Map<QueueId, QueuedMessage> all = new HashMap<>(late);
        active.forEach((id, each) -> all.put(id, each.message()));
        return all.values().stream().map(each -> lines.line(each, Optional.of("is being tried"), false, now)).toList();
    }

    /**
     * An operator wants something of a message in its first attempt: it is done as soon as that is over, or passed on to its slice.
     *
     * @param order to bounce, remove or hold it
     * @return false if it is not in its first attempt here
     */
    public boolean order(QueueId id, Order order) {
        Optional<Active> found = Optional.ofNullable(active.get(id));
        found.ifPresent(each -> each.actor().tell(new QueuedMessageActor.Ordered(order)));
        return found.isPresent();
    }

    private void run(QueuedMessage message, Optional<byte[]> octets, long room) {
        try {
            // Its actor may be over before it is noted here, but not before it has begun: it begins when it is told to.
            ActorRef<QueuedMessageActor.Message> actor = services.system().systemActorOf(QueuedMessageActor.create(this, services, localDelivery, message, 1,
                    octets, room < 0), "queued-" + message.id() + "-" + runs.incrementAndGet(), Props.empty());
            active.put(message.id(), new Active(message, actor, room));
            actor.tell(QueuedMessageActor.Begin.BEGIN);
        } catch (RuntimeException e) {              // the node stops: the message is durable, and the next start takes it over
            services.system().log().warn("{}: accepted, and left to the next start: {}", message.id(), e.toString());
        }
    }

    /** A first attempt is over, however it ended. */
    void left(QueueId id) {
        Optional.ofNullable(active.remove(id)).filter(each -> each.room() >= 0).ifPresent(each -> inFlow.leave(each.room()));
    }

    /** The actor of a message that its slice starts. */
    public Behavior<QueuedMessageActor.Message> start(QueueId id, Order order, ActorRef<QueueSliceEntity.Outcome> slice) {
        return QueuedMessageActor.recover(this, services, localDelivery, id, order, slice);
    }

    /**
     * Takes over what a fenced incarnation had in hand: its messages that are neither final nor in a slice go on here. A message whose client may send it again is
     * among them only if its claim was decided on: one that was written later, by a process that did not know yet that it was fenced, is left alone.
     *
     * @param estate what was found when its claims were made
     * @return how many there were
     */
    public CompletionStage<Integer> adopt(Incarnation dead, Claims.Estate estate) {
        return services.intake().leftBy(dead).thenCompose(all -> {
            List<CassandraIntake.Stored> left = all.stream().filter(stored -> wasSeen(stored.message(), estate)).toList();
            CompletionStage<Void> done = CompletableFuture.completedFuture(null);
            for (int from = 0; from < left.size(); from += ADOPTED_AT_ONCE) {
                List<CassandraIntake.Stored> some = left.subList(from, Math.min(left.size(), from + ADOPTED_AT_ONCE));
                // From here on only the slice's actor writes events of it: one of ours would have that actor's number and epoch.
                done = done.thenCompose(unused -> CompletableFuture.allOf(some.stream().map(stored -> adopt(stored, dead)).toArray(CompletableFuture[]::new)));
            }
            return done.thenApply(unused -> left.size());
        });
    }

    private static boolean wasSeen(QueuedMessage message, Claims.Estate estate) {
        return message.accepted().flatMap(QueueEvent.MessageAccepted::fingerprint).isEmpty() || estate.seen().filter(seen -> !seen.contains(message.id())).isEmpty();
    }

    private CompletableFuture<Void> adopt(CassandraIntake.Stored stored, Incarnation dead) {
        QueueEvent.MessageAccepted accepted = stored.message().accepted().orElseThrow();
        services.trace().add(stored.message().id(), accepted.at(), TraceKeys.of(accepted));
        return hand(lines.line(stored.message(), Optional.of("adopted from " + dead), false, services.clock().instant())).toCompletableFuture();
    }

    /** The same line, due at another time. */
    static WaitingMessage due(WaitingMessage line, Instant due) {
        return new WaitingMessage(line.id(), line.accepted(), line.reversePath(), line.recipients(), line.octets(), line.priority(), line.destination(),
                line.state(), due, line.look(), line.reason());
    }

    /** Leaves a message of this node to its slice, however often the slice must be asked; then its window need not keep it. */
    void leave(WaitingMessage line) {
        hand(line).whenComplete((unused, failure) -> {
            if (failure == null) {
                services.intake().done(line.id());
            } else if (!services.intake().leaseLost()) {
                services.system().scheduler().scheduleOnce(AGAIN, () -> leave(line), services.system().executionContext());
            }
        });
    }

    /** Passes on to its slice, which has it by now, what an operator wanted of a message too late for its first attempt. */
    void pass(QueueId id, Order order) {
        Asking.LATER.within(HAND).<QueueSliceEntity.Message, QueueSliceEntity.Acted>ask(QueueSliceEntity.ref(services.sharding(), slice(id)), replyTo ->
                new QueueSliceEntity.Act(operation(order), Selection.of(id), Optional.empty(), 1, replyTo))
                .whenComplete((acted, failure) -> {
                    if (failure != null) {
                        services.system().log().warn("{}: its slice did not answer, and an operator's order is lost: {}", id, failure.toString());
                    }
                });
    }

    private static Operation operation(Order order) {
        if (order instanceof Order.Bounce bounce) {
            return new Operation.Bounce(bounce.reason());
        } else if (order instanceof Order.Remove) {
            return new Operation.Remove();
        } else if (order instanceof Order.Hold) {
            return new Operation.Hold();
        }
        throw new AssertionError(order);
    }

    /** Which owner of the message's slice this node is. */
    long generation(QueueId id) {
        return JournalSetup.of(services.system().classicSystem()).generation(QueueSliceEntity.persistenceId(slice(id)));
    }

    /** Whether this node is still the owner of the message's slice that it was with this generation. */
    boolean isOwner(QueueId id, long generation) {
        return JournalSetup.of(services.system().classicSystem()).isOwner(QueueSliceEntity.persistenceId(slice(id)), generation);
    }

    int slice(QueueId id) {
        return QueueSliceEntity.sliceOf(id, services.slices());
    }

    /** Completes when the slice remembers the message durably. */
    CompletionStage<Void> hand(WaitingMessage line) {
        return Asking.LATER.within(HAND).<QueueSliceEntity.Message, Done>ask(QueueSliceEntity.ref(services.sharding(), slice(line.id())), replyTo ->
                new QueueSliceEntity.Take(line, replyTo)).thenApply(done -> null);
    }
}
