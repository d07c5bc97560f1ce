package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;

class MaildropLocksTest {
    private static final MailboxId ONE = new MailboxId("one");
    private static final MailboxId TWO = new MailboxId("two");
    private static final MailboxId THREE = new MailboxId("three");

    private final MaildropLocks locks = new MaildropLocks(2);
    private final ActorRef<Object> first = TestInbox.create().getRef();
    private final ActorRef<Object> second = TestInbox.create().getRef();

    @Test
    void onlyTheOwnerGivesAMaildropBack() {
        assertThat(locks.take(ONE, first)).isEqualTo(MaildropLocks.Answer.TAKEN);
        assertThat(locks.take(ONE, second)).isEqualTo(MaildropLocks.Answer.IN_USE);
        locks.release(ONE, second);
        assertThat(locks.take(ONE, second)).isEqualTo(MaildropLocks.Answer.IN_USE);
        locks.release(ONE, first);
        assertThat(locks.take(ONE, second)).isEqualTo(MaildropLocks.Answer.TAKEN);
    }

    @Test
    void noMoreAreRememberedThanTheLimit() {
        locks.take(ONE, first);
        locks.take(TWO, second);
        assertThat(locks.take(THREE, first)).isEqualTo(MaildropLocks.Answer.TOO_MANY);
        assertThat(locks.take(ONE, second)).isEqualTo(MaildropLocks.Answer.IN_USE);
        locks.release(TWO, second);
        assertThat(locks.take(THREE, first)).isEqualTo(MaildropLocks.Answer.TAKEN);
    }
}
