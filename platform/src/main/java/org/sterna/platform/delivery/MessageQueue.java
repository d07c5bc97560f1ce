package org.sterna.platform.delivery;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;

/** The door of the queue on one node. Thread-safe. */
public final class MessageQueue {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    /** Octets of messages that are kept because nobody knows whether they were written. */
    private static final long MAX_UNKNOWN = 64 << 20;

    private final QueueServices services;
    private final Claims claims;
    private final LocalDelivery localDelivery;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicLong unknown = new AtomicLong();

    public MessageQueue(QueueServices services, Claims claims) {
        this.services = services;
        this.claims = claims;
        localDelivery = new LocalDelivery(services);
    }

    /**
     * Accepts a message: completes with its queue id when it is durable, and from then on it is ours (RFC 5321 section 6.1).
     * Fails if it could not be written, or if that is not known within the time of a write. In the latter case a message with a
     * fingerprint has become a claim before this fails, and is delivered when it is written; one without is withdrawn.
     */
    public CompletionStage<QueueId> accept(NewQueuedMessage message) {
        boolean inline = message.octets() instanceof OctetsPlace.Inline;
        QueueId id;
        try {
            id = services.intake().take(message.inline().length + 1024L);
        } catch (RuntimeException e) {
            drop(message.octets());
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
        Acceptance acceptance = new Acceptance(id, accepted, inline ? Optional.of(message.inline()) : Optional.empty());
        return write(acceptance)
                .whenComplete((unused, failure) -> {
                    if (failure != null && !keep(acceptance)) {
                        withdraw(id, accepted);
                    }
                })
                .thenApply(unused -> {
                    run(acceptance);
                    return id;
                });
    }

    /** The first event of a message, and its octets if they are inline. */
    private record Acceptance(QueueId id, QueueEvent.MessageAccepted event, Optional<byte[]> inline) {
        private long size() {
            return inline.map(octets -> octets.length).orElse(0) + event.prefix().length + 1024L;
        }
    }

    private CompletionStage<Void> write(Acceptance acceptance) {
        return services.intake().append(acceptance.id(), 0, 1, acceptance.event(), acceptance.inline().map(ByteBuffer::wrap));
    }

    private void run(Acceptance acceptance) {
        run(QueuedMessage.empty(acceptance.id()).evolve(acceptance.event()), 1, acceptance.inline());
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
                run(acceptance);
            }
        });
        repeat(acceptance, written);
        return true;
    }

    private void repeat(Acceptance acceptance, CompletableFuture<QueueId> written) {
        write(acceptance).whenComplete((unused, failure) -> {
            if (failure == null) {
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

    /** Messages making their first attempt on this node now. */
    public int active() {
        return active.get();
    }

    private void run(QueuedMessage message, int epoch, Optional<byte[]> octets) {
        boolean crowded = active.incrementAndGet() > services.maxActive();
        try {
            services.system().systemActorOf(QueuedMessageActor.create(this, services, localDelivery, message, epoch, octets, Optional.empty(),
                    crowded), "queued-" + message.id() + "-" + UUID.randomUUID(), Props.empty());
        } catch (RuntimeException e) {              // the node stops: the message is durable, and the next start takes it over
            left();
            services.system().log().warn("{}: accepted, and left to the next start: {}", message.id(), e.toString());
        }
    }

    /** A first attempt is over, however it ended. */
    void left() {
        active.decrementAndGet();
    }

    /** The actor of a message whose slice says that it is due. */
    public Behavior<QueuedMessageActor.Message> due(QueueId id, ActorRef<QueueSliceEntity.Outcome> slice) {
        return QueuedMessageActor.recover(this, services, localDelivery, id, slice);
    }

    /**
     * Takes over what a fenced incarnation had in hand: its messages that are neither final nor in a slice go on here.
     *
     * @return how many there were
     */
    public CompletionStage<Integer> adopt(Incarnation dead) {
        return services.intake().leftBy(dead).thenCompose(left -> {
            CompletionStage<Void> done = CompletableFuture.completedFuture(null);
            for (CassandraIntake.Stored stored : left) {
                // From here on only the slice's actor writes events of it: one of ours would have that actor's number and epoch.
                done = done.thenCompose(unused -> hand(stored.message().id(), services.clock().instant(), "adopted from " + dead));
            }
            return done.thenApply(unused -> left.size());
        });
    }

    /** Leaves a message of this node to its slice, however often the slice must be asked; then its window need not keep it. */
    void leave(QueueId id, Instant due, String reason) {
        hand(id, due, reason).whenComplete((unused, failure) -> {
            if (failure == null) {
                services.intake().done(id);
            } else if (!services.intake().leaseLost()) {
                services.system().scheduler().scheduleOnce(AGAIN, () -> leave(id, due, reason), services.system().executionContext());
            }
        });
    }

    int slice(QueueId id) {
        return QueueSliceEntity.sliceOf(id, services.slices());
    }

    /** Completes when the slice remembers the message durably. */
    CompletionStage<Void> hand(QueueId id, Instant due, String reason) {
        return QueueSliceEntity.ref(services.sharding(), slice(id)).<Done>ask(replyTo ->
                new QueueSliceEntity.Take(id, due, reason, replyTo), Duration.ofSeconds(30)).thenApply(done -> null);
    }
}
