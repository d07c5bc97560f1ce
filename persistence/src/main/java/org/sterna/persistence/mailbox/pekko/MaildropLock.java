package org.sterna.persistence.mailbox.pekko;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockAnswer;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockReply;

/**
 * Which session has the mailbox as its maildrop (RFC 1939 section 4). Belongs to the entity's actor.
 *
 * <p>It is not stored, for it must not outlive its session. The session's actor is watched: the maildrop is free as soon as that
 * stops, or its node is known to be gone. A session that is not heard of for {@link #LEASE} has lost it, come what may. When the
 * entity itself goes on elsewhere, the session has the maildrop again by its next question, or, if another was faster,
 * learns by it that it has lost; until then nothing it wants deleted is deleted, for {@link #isAnothers} refuses it.
 */
public final class MaildropLock {
    /** How often who has the maildrop must ask for it. */
    public static final Duration RENEW = Duration.ofSeconds(10);
    /** How long the maildrop stays with a session that does not ask. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private record Holder(ActorRef<LockReply> owner, long heard) { }

    private final Consumer<ActorRef<LockReply>> watch;
    private final Consumer<ActorRef<LockReply>> unwatch;
    private Optional<Holder> holder = Optional.empty();
    private OptionalLong begun = OptionalLong.empty();

    /** @param watch makes the entity release what the owner has when that stops */
    MaildropLock(Consumer<ActorRef<LockReply>> watch, Consumer<ActorRef<LockReply>> unwatch) {
        this.watch = watch;
        this.unwatch = unwatch;
    }

    /** Gives the maildrop to the owner, or leaves it there, unless it is another's. */
    LockAnswer take(ActorRef<LockReply> owner, Duration loginDelay, long event, long nanoTime) {
        if (isAnothers(owner, nanoTime)) {
            return new MailboxEntity.MaildropInUse();
        }
        if (holder.filter(has -> has.owner().equals(owner)).isEmpty()) {
            if (begun.isPresent() && nanoTime - begun.getAsLong() < loginDelay.toNanos()) {
                return new MailboxEntity.MaildropTooSoon();
            }
            holder.ifPresent(lost -> unwatch.accept(lost.owner()));
            watch.accept(owner);
            begun = OptionalLong.of(nanoTime);
        }
        holder = Optional.of(new Holder(owner, nanoTime));
        return new MailboxEntity.MaildropLocked(event);
    }

    /** Whether somebody else has it. */
    boolean isAnothers(ActorRef<LockReply> owner, long nanoTime) {
        return holder.filter(has -> !has.owner().equals(owner) && nanoTime - has.heard() <= LEASE.toNanos()).isPresent();
    }

    /** Frees it; does nothing if the owner does not have it. */
    void release(ActorRef<LockReply> owner) {
        holder.filter(has -> has.owner().equals(owner)).ifPresent(has -> {
            unwatch.accept(owner);
            holder = Optional.empty();
        });
    }
}
