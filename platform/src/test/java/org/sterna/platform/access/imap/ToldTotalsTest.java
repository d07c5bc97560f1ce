package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Totals;

/** What a session does itself counts as told, and nothing else (RFC 5465 section 5). */
class ToldTotalsTest {
    private static final MailboxId BOX = TestAccount.id("box");

    private final ToldTotals told = new ToldTotals();

    private static Totals totals(long uidNext, long highestModSeq, int messages, int unseen) {
        return new Totals(Optional.of(BOX), 7, uidNext, highestModSeq, messages, unseen, 0, 0, 0, false, Optional.empty());
    }

    private static NewMessage message(String... flags) {
        return new NewMessage(1, Instant.EPOCH, Set.of(flags), MailboxEvent.Origin.NONE, new MailboxEvent.ObjectIds("e", "t"), Instant.EPOCH,
                new OctetsPlace.Inline(1), new byte[0], new byte[0]);
    }

    @Test
    void itsOwnMessagesAreKnown() {
        told.putAll(Map.of(BOX, totals(5, 20, 4, 1)));
        told.added(BOX, List.of(message(), message("\\Seen"), message("\\Flagged")), List.of(5L, 6L, 7L));
        assertThat(told.of(BOX)).contains(totals(8, 23, 7, 3));
    }

    @Test
    void aMessageThatWasThereAlreadyIsNotNew() {
        told.putAll(Map.of(BOX, totals(5, 20, 4, 1)));
        told.added(BOX, List.of(message(), message()), List.of(3L, 5L));
        assertThat(told.of(BOX)).contains(totals(6, 21, 5, 2));
    }

    @Test
    void whatOthersDidBetweenStaysToBeTold() {
        told.putAll(Map.of(BOX, totals(5, 20, 4, 1)));
        told.added(BOX, List.of(message("\\Seen")), List.of(6L));             // 5 is somebody else's
        assertThat(told.put(BOX, totals(7, 22, 6, 2))).contains(totals(7, 21, 5, 1));
    }

    @Test
    void whatItHasExpungedIsKnown() {
        told.putAll(Map.of(BOX, totals(5, 20, 4, 1)));
        told.expunged(BOX, 3, 21);
        assertThat(told.of(BOX)).contains(totals(5, 21, 1, 1));
    }

    @Test
    void anExpungeThatWasToldAlreadyCountsOnce() {
        told.putAll(Map.of(BOX, totals(5, 21, 1, 1)));
        told.expunged(BOX, 3, 21);
        assertThat(told.of(BOX)).contains(totals(5, 21, 1, 1));
    }

    @Test
    void olderNewsAreNone() {
        told.putAll(Map.of(BOX, totals(5, 20, 4, 1)));
        told.added(BOX, List.of(message()), List.of(5L));
        assertThat(told.isLaterThan(BOX, totals(5, 20, 4, 1))).isTrue();
        assertThat(told.isLaterThan(BOX, totals(6, 21, 5, 2))).isFalse();
    }

    @Test
    void ofOtherMailboxesNothingIsKept() {
        told.added(BOX, List.of(message()), List.of(5L));
        told.expunged(BOX, 1, 1);
        assertThat(told.of(BOX)).isEmpty();
        assertThat(told.isLaterThan(BOX, totals(1, 1, 0, 0))).isFalse();
    }
}
