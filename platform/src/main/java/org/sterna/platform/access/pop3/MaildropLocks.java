package org.sterna.platform.access.pop3;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.sterna.persistence.identity.MailboxId;

/**
 * Which session of this node has which maildrop for itself (RFC 1939 section 4). One for each actor system, so that the ports
 * of a node share it.
 */
final class MaildropLocks implements Extension {
    /** Maildrops that may be open at once on a node. */
    static final int MAX_OPEN = 100_000;

    enum Answer {
        /** It is this session's until it is released. */
        TAKEN,
        /** Another session has it. */
        IN_USE,
        /** So many are open that no more is remembered. */
        TOO_MANY
    }

    private static final class Id extends ExtensionId<MaildropLocks> {
        private static final Id ONLY = new Id();

        @Override
        public MaildropLocks createExtension(ActorSystem<?> system) {
            return new MaildropLocks(MAX_OPEN);
        }
    }

    private final int maxOpen;
    private final ConcurrentMap<MailboxId, ActorRef<?>> owners = new ConcurrentHashMap<>();

    MaildropLocks(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    static MaildropLocks of(ActorSystem<?> system) {
        return Id.ONLY.apply(system);
    }

    /** Takes the maildrop, unless somebody has it, the same session included. */
    Answer take(MailboxId maildrop, ActorRef<?> owner) {
        if (owners.size() >= maxOpen) {
            return owners.containsKey(maildrop) ? Answer.IN_USE : Answer.TOO_MANY;
        }
        return owners.putIfAbsent(maildrop, owner) == null ? Answer.TAKEN : Answer.IN_USE;
    }

    /** Gives it back; does nothing if the owner does not have it. */
    void release(MailboxId maildrop, ActorRef<?> owner) {
        owners.remove(maildrop, owner);
    }
}
