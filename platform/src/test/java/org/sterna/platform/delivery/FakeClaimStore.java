package org.sterna.platform.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ClaimStore;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** In memory; its next writes can be held back. Thread-safe. */
final class FakeClaimStore implements ClaimStore {
    final Map<Fingerprint, Claim> rows = new LinkedHashMap<>();
    final Map<QueueId, ReplyFate> fates = new HashMap<>();
    final List<Claim> unread = new ArrayList<>();
    final Deque<CompletionStage<Void>> outcomes = new ArrayDeque<>();
    int asked;

    @Override
    public synchronized CompletionStage<Void> put(Claim claim) {
        asked++;
        rows.put(claim.fingerprint(), claim);
        fates.merge(claim.queueId(), new ReplyFate(true, Optional.empty()), FakeClaimStore::both);
        return outcomes.isEmpty() ? CompletableFuture.completedFuture(null) : outcomes.poll();
    }

    private static ReplyFate both(ReplyFate one, ReplyFate other) {
        return new ReplyFate(one.unread() || other.unread(), other.read().or(one::read));
    }

    @Override
    public synchronized CompletionStage<Void> putUnread(Claim claim) {
        fates.merge(claim.queueId(), new ReplyFate(true, Optional.empty()), FakeClaimStore::both);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> putRead(Fingerprint fingerprint, QueueId queueId, Instant at) {
        fates.merge(queueId, new ReplyFate(false, Optional.of(at)), FakeClaimStore::both);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Optional<ReplyFate>> fate(Fingerprint fingerprint, QueueId queueId) {
        return CompletableFuture.completedFuture(Optional.ofNullable(fates.get(queueId)));
    }

    @Override
    public synchronized CompletionStage<Void> delete(Fingerprint fingerprint) {
        asked++;
        rows.remove(fingerprint);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<List<Claim>> load(int most) {
        return CompletableFuture.completedFuture(rows.values().stream().limit(most).toList());
    }

    @Override
    public synchronized CompletionStage<Unread> unreadBy(Incarnation dead) {
        return CompletableFuture.completedFuture(new Unread(List.copyOf(unread), unread.stream().map(Claim::queueId).collect(Collectors.toSet())));
    }
}
