package org.sterna.platform.access.pop3;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockReply;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.asking.Asking;

/**
 * One session's claim to a maildrop, which the mailbox itself grants, wherever in the cluster it is: RFC 1939 section 4. It is
 * given back by {@link #release}, by {@link #update} or, without a word, when the session's actor stops.
 */
final class MaildropClaim {
    private final MailboxId mailbox;
    private final ActorSystem<?> system;
    private final EntityRef<MailboxEntity.Message> entity;
    private final ActorRef<LockReply> session;
    private final long number;
    private final Duration loginDelay;

    /** @param number of the claim among all of its session */
    MaildropClaim(AccessServices services, ActorSystem<?> system, MailboxId mailbox, ActorRef<LockReply> session, long number, Duration loginDelay) {
        this.mailbox = mailbox;
        this.system = system;
        this.session = session;
        this.number = number;
        this.loginDelay = loginDelay;
        entity = services.sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value());
    }

    MailboxId mailbox() {
        return mailbox;
    }

    /** Whether this claim is answered, not one that was given up before. */
    boolean isAnsweredBy(LockReply reply) {
        return reply.question() == number;
    }

    /** Asks for the maildrop, or to keep it; the session is told the answer. */
    void ask() {
        tell(new MailboxEntity.LockMaildrop(session, number, loginDelay));
    }

    void release() {
        tell(new MailboxEntity.UnlockMaildrop(session));
    }

    /** On a node that stops nobody is asked any more: its region would keep the question for an entity that never comes, and stop late. */
    private void tell(MailboxEntity.Message message) {
        if (CoordinatedShutdown.get(system).getShutdownReason().isEmpty()) {
            entity.tell(message);
        }
    }

    /** Deletes these messages and gives the maildrop back, in one durable step; fails if there is no answer in time. */
    CompletionStage<Verdict> update(UidSet uids, By by, Duration patience) {
        return Asking.SOON.within(patience).ask(entity, replyTo -> new MailboxEntity.UpdateMaildrop(session, uids, by, replyTo));
    }
}
