package org.sterna.persistence.mailbox.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockAnswer;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockReply;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.MaildropInUse;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.MaildropLocked;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.MaildropTooSoon;

/** When a maildrop is whose, by a clock that the test turns. */
class MaildropLockTest {
    private static final long LEASE = MaildropLock.LEASE.toNanos();
    /** A nanoTime may be anything, and run over. */
    private static final long BEGIN = Long.MAX_VALUE - LEASE / 2;

    private final List<ActorRef<LockReply>> watched = new ArrayList<>();
    private final MaildropLock lock = new MaildropLock(watched::add, watched::remove);
    private final ActorRef<LockReply> first = TestInbox.<LockReply>create("first").getRef();
    private final ActorRef<LockReply> second = TestInbox.<LockReply>create("second").getRef();

    private LockAnswer take(ActorRef<LockReply> owner, long after) {
        return lock.take(owner, Duration.ZERO, 7, BEGIN + after);
    }

    @Test
    void aMaildropIsOneSessionsUntilItGivesItBack() {                    // RFC 1939 section 4
        assertThat(take(first, 0)).isEqualTo(new MaildropLocked(7));
        assertThat(take(second, 1)).isEqualTo(new MaildropInUse());
        assertThat(take(first, 2)).isEqualTo(new MaildropLocked(7));
        lock.release(second);
        assertThat(take(second, 3)).isEqualTo(new MaildropInUse());
        lock.release(first);
        assertThat(lock.isAnothers(second, BEGIN + 4)).isFalse();
        assertThat(take(second, 4)).isEqualTo(new MaildropLocked(7));
        assertThat(take(first, 5)).isEqualTo(new MaildropInUse());
        assertThat(watched).containsExactly(second);
    }

    @Test
    void whoIsNotHeardOfLosesIt() {
        take(first, 0);
        take(first, LEASE / 2);
        assertThat(take(second, LEASE / 2 + LEASE)).isEqualTo(new MaildropInUse());
        assertThat(lock.isAnothers(second, BEGIN + LEASE / 2 + LEASE + 1)).isFalse();
        assertThat(take(second, LEASE / 2 + LEASE + 1)).isEqualTo(new MaildropLocked(7));
        assertThat(lock.isAnothers(first, BEGIN + LEASE / 2 + LEASE + 2)).isTrue();
        assertThat(take(first, LEASE / 2 + LEASE + 2)).isEqualTo(new MaildropInUse());
        lock.release(first);
        assertThat(take(first, LEASE / 2 + LEASE + 3)).isEqualTo(new MaildropInUse());
        assertThat(watched).containsExactly(second);
    }

    @Test
    void whoIsLateButFirstKeepsIt() {
        take(first, 0);
        assertThat(take(first, 5 * LEASE)).isEqualTo(new MaildropLocked(7));
        assertThat(take(second, 5 * LEASE + 1)).isEqualTo(new MaildropInUse());
    }

    @Test
    void sessionsBeginNoSoonerThanTheDelayAllows() {                     // RFC 2449 section 6.5
        Duration delay = Duration.ofSeconds(60);
        assertThat(lock.take(first, delay, 1, BEGIN)).isInstanceOf(MaildropLocked.class);
        assertThat(lock.take(first, delay, 1, BEGIN + 1)).as("who has it keeps it").isInstanceOf(MaildropLocked.class);
        lock.release(first);
        assertThat(lock.take(second, delay, 1, BEGIN + delay.toNanos() - 1)).isEqualTo(new MaildropTooSoon());
        assertThat(lock.isAnothers(first, BEGIN + delay.toNanos() - 1)).as("who was refused has nothing").isFalse();
        assertThat(lock.take(second, delay, 1, BEGIN + delay.toNanos())).isInstanceOf(MaildropLocked.class);
    }
}
