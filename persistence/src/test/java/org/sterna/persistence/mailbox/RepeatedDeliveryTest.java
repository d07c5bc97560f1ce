package org.sterna.persistence.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;

/** RFC 1047 across nodes: a mailbox notices a delivery that another run of a node may have made already. */
class RepeatedDeliveryTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final QueueId FIRST = new QueueId(new Incarnation("a"), 0, 1);
    private static final QueueId SECOND = new QueueId(new Incarnation("b"), 0, 1);
    private final MailboxSnapshot codec = new MailboxSnapshot();
    private Mailbox mailbox = Mailbox.EMPTY.evolve(new MailboxEvent.MailboxCreated(new MailboxId("m"), "jones@example.org", 7, By.nobody(NOW)));

    private static Optional<Fingerprint> fingerprint(String name) {
        return Optional.of(Fingerprint.of(Fingerprint.sha256().digest(name.getBytes(US_ASCII))));
    }

    private static MailboxCommand.NewMessage delivery(QueueId id, Optional<Fingerprint> fingerprint, Instant saved) {
        return new MailboxCommand.NewMessage(100, NOW.minusSeconds(3), Set.of(), new MailboxEvent.Origin(Optional.of(id), fingerprint, Optional.empty(), Optional.empty()),
                new MailboxEvent.ObjectIds("e", "t"), saved, new OctetsPlace.Inline(0), new byte[0], new byte[0]);
    }

    private Verdict decide(QueueId id, String name, Instant saved, QueueId... distinct) {
        return mailbox.decide(new MailboxCommand.AddMessages(List.of(delivery(id, fingerprint(name), saved)), List.of(), List.of(distinct)));
    }

    private long added(Verdict verdict) {
        Verdict.Accepted accepted = (Verdict.Accepted) verdict;
        accepted.events().forEach(event -> mailbox = mailbox.evolve(event));
        return ((Verdict.Added) accepted.answer()).uids().get(0);
    }

    private Mailbox readBack() {
        Map<PageKey, byte[]> pages = new HashMap<>();
        codec.pages(mailbox).forEach(key -> pages.put(key, codec.page(mailbox, key)));
        return codec.read(codec.manifest(mailbox), pages);
    }

    private static Verdict doubtful(QueueId other, long uid) {
        return new Verdict.Doubtful(other, NOW.minusSeconds(3), new Verdict.Added(7, List.of(uid)));
    }

    @Test
    void theSameTransactionOfAnotherNodeIsDoubtfulUntilItIsKnownToBeDistinct() {
        assertThat(added(decide(FIRST, "one", NOW))).isEqualTo(1);
        assertThat(decide(SECOND, "one", NOW)).isEqualTo(doubtful(FIRST, 1));
        assertThat(added(decide(SECOND, "one", NOW, FIRST))).isEqualTo(2);
        QueueId third = new QueueId(new Incarnation("c"), 0, 1);
        assertThat(decide(third, "one", NOW, SECOND)).as("each of them counts").isEqualTo(doubtful(FIRST, 1));
        assertThat(added(decide(third, "one", NOW, SECOND, FIRST))).isEqualTo(3);
    }

    @Test
    void whatOneRunAcceptsAndWhatIsNotTheSameAreAddedAtOnce() {
        added(decide(FIRST, "one", NOW));
        assertThat(added(decide(new QueueId(FIRST.incarnation(), 0, 2), "one", NOW))).as("its node has compared them").isEqualTo(2);
        assertThat(added(decide(SECOND, "two", NOW))).isEqualTo(3);
        assertThat(added(mailbox.decide(new MailboxCommand.AddMessages(List.of(delivery(new QueueId(SECOND.incarnation(), 0, 2), Optional.empty(), NOW)), List.of()))))
                .isEqualTo(4);
        assertThat(added(decide(FIRST, "one", NOW))).as("delivered before").isEqualTo(1);
    }

    @Test
    void itIsRememberedThoughTheMessageHasLeftAndTheQueueHasConfirmedIt() {
        added(decide(FIRST, "one", NOW));
        mailbox = mailbox.evolve(((Verdict.Accepted) mailbox.decide(new MailboxCommand.Expunge(UidSet.of(1), false, By.nobody(NOW)))).events().get(0));
        added(mailbox.decide(new MailboxCommand.AddMessages(List.of(delivery(new QueueId(FIRST.incarnation(), 0, 2), fingerprint("two"), NOW)), List.of(FIRST))));
        assertThat(mailbox.unconfirmed().deliveries()).doesNotContainKey(FIRST);
        assertThat(decide(SECOND, "one", NOW)).isEqualTo(doubtful(FIRST, 1));
    }

    @Test
    void aDeliveryThatComesLateIsKnownThoughTheQueueHasConfirmedIt() {
        added(decide(FIRST, "one", NOW));
        added(mailbox.decide(new MailboxCommand.AddMessages(List.of(delivery(SECOND, fingerprint("two"), NOW)), List.of(FIRST))));
        assertThat(mailbox.unconfirmed().find(FIRST)).isEmpty();
        Verdict late = decide(FIRST, "one", NOW.plusSeconds(30));
        assertThat(((Verdict.Accepted) late).events()).isEmpty();
        assertThat(added(late)).isEqualTo(1);
    }

    @Test
    void aSnapshotHoldsIt() {
        for (int i = 0; i < 3 * RecentDeliveries.CHUNK + 5; i++) {
            added(decide(new QueueId(FIRST.incarnation(), 0, i), "message" + i, NOW.plusSeconds(i)));
        }
        assertThat(readBack()).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).ignoringFields("messages").isEqualTo(mailbox);
        mailbox = readBack();
        for (int i = 0; i < 3 * RecentDeliveries.CHUNK + 5; i++) {
            assertThat(decide(SECOND, "message" + i, NOW)).isEqualTo(doubtful(new QueueId(FIRST.incarnation(), 0, i), i + 1));
        }
    }

    @Test
    void itIsForgottenAfterAnHour() {
        added(decide(FIRST, "one", NOW));
        assertThat(decide(SECOND, "one", NOW.plus(RecentDeliveries.SPAN))).isInstanceOf(Verdict.Doubtful.class);
        assertThat(decide(SECOND, "one", NOW.plus(RecentDeliveries.SPAN).plusMillis(1))).isInstanceOf(Verdict.Accepted.class);
        for (int i = 0; i < 10 * RecentDeliveries.CHUNK; i++) {
            added(decide(new QueueId(FIRST.incarnation(), 1, i), "message" + i, NOW.plus(Duration.ofMinutes(i))));
        }
        assertThat(mailbox.past().deliveries().chunks()).as("an hour, and what fills its chunks").hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void onlySoManyAreRemembered() {
        int most = RecentDeliveries.CHUNK * RecentDeliveries.MAX_CHUNKS;
        for (int i = 0; i < 2 * most; i++) {
            added(decide(new QueueId(FIRST.incarnation(), 1, i), "message" + i, NOW));
        }
        assertThat(mailbox.past().deliveries().chunks()).hasSize(RecentDeliveries.MAX_CHUNKS);
        assertThat(decide(SECOND, "message" + most, NOW)).isInstanceOf(Verdict.Doubtful.class);
        assertThat(decide(SECOND, "message" + (most - 1), NOW)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void whoSendsTheSameAgainAndAgainMeansIt() {
        for (int i = 0; i < RecentDeliveries.MANY - 1; i++) {
            added(decide(new QueueId(FIRST.incarnation(), 0, i), "one", NOW));
        }
        assertThat(decide(SECOND, "one", NOW)).isInstanceOf(Verdict.Doubtful.class);
        added(decide(new QueueId(FIRST.incarnation(), 1, 0), "one", NOW));
        assertThat(decide(SECOND, "one", NOW)).isInstanceOf(Verdict.Accepted.class);
    }
}
