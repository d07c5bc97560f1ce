package org.sterna.persistence.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.session.SessionEvent;

class UnreadRepliesTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private final UnreadReplies replies = new UnreadReplies();

    private static QueueId id(int number) {
        return new QueueId(new Incarnation("dead"), 0, number);
    }

    private static Fingerprint fingerprint(int number) {
        return Fingerprint.of(Fingerprint.sha256().digest(new byte[] {(byte) number}));
    }

    private static Claim claim(int number) {
        return new Claim(fingerprint(number), id(number), NOW);
    }

    private static SessionEvent accepted(int number) {
        return new SessionEvent.TransactionAccepted(id(number), Optional.of(fingerprint(number)), NOW);
    }

    private static SessionEvent delivered(int number) {
        return new SessionEvent.ReplyDelivered(id(number), NOW);
    }

    private static SessionEvent repeated(int number) {
        return new SessionEvent.TransactionRepeated(id(number), NOW);
    }

    @Test
    void whatWasNotSeenToArriveRemains() {
        replies.session(List.of(accepted(1), delivered(1), accepted(2), new SessionEvent.Closed("reset", 1, 2, 0, NOW)));
        assertThat(replies.claims()).containsExactly(claim(2));
    }

    @Test
    void theIntakeKnowsWhatTheSessionLogHasLost() {
        replies.accepted(id(1), fingerprint(1), NOW);
        replies.accepted(id(2), fingerprint(2), NOW);
        replies.session(List.of(accepted(1), delivered(1)));
        assertThat(replies.claims()).containsExactly(claim(2));
    }

    @Test
    void readersOfAReplyHaveReadThoseBeforeItAndNoneBehindIt() {
        replies.session(List.of(accepted(1), accepted(2), accepted(3), delivered(2)));
        assertThat(replies.claims()).containsExactly(claim(3));
    }

    @Test
    void aReplyWhoseTransactionIsOutOfSightCounts() {
        replies.accepted(id(1), fingerprint(1), NOW);
        replies.session(List.of(delivered(1), accepted(2)));
        assertThat(replies.claims()).containsExactly(claim(2));
    }

    @Test
    void aRepetitionWhoseReplyArrivedEndsTheMatter() {
        replies.session(List.of(accepted(1)));
        replies.session(List.of(repeated(1), delivered(1)));
        replies.session(List.of(accepted(2)));
        replies.session(List.of(repeated(2)));
        assertThat(replies.claims()).containsExactly(claim(2));
    }

    @Test
    void messagesWithoutAFingerprintMakeNoClaim() {
        replies.session(List.of(new SessionEvent.TransactionAccepted(id(1), Optional.empty(), NOW)));
        assertThat(replies.claims()).isEmpty();
    }

    @Test
    void theLatestComesLast() {
        replies.accepted(id(2), fingerprint(1), NOW.plusSeconds(1));
        replies.accepted(id(1), fingerprint(1), NOW);
        assertThat(replies.claims()).extracting(Claim::queueId).containsExactly(id(1), id(2));
    }
}
