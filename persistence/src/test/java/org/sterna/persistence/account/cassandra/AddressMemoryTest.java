package org.sterna.persistence.account.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AddressUse;

/** The store answers when the test says so. */
class AddressMemoryTest {
    private static final String ADDRESS = "team@example.org";
    private static final Optional<AddressUse> OLD = Optional.of(new AddressUse.AliasEntry(ADDRESS, 1, List.of("old@example.org")));
    private static final Optional<AddressUse> NEW = Optional.of(new AddressUse.AliasEntry(ADDRESS, 2, List.of("new@example.org")));

    private final AtomicLong nanos = new AtomicLong();
    private final List<CompletableFuture<Optional<AddressUse>>> reads = new ArrayList<>();
    private final AddressMemory memory = new AddressMemory(new AddressView.Memory(100, Duration.ofHours(1), Duration.ofSeconds(1)), nanos::get, address -> {
        CompletableFuture<Optional<AddressUse>> read = new CompletableFuture<>();
        reads.add(read);
        return read;
    });

    @Test
    void aReadThatWasUnderWayAtTheChangeIsNotRemembered() {
        CompletableFuture<Optional<AddressUse>> before = memory.get(ADDRESS);
        memory.forget(ADDRESS);
        CompletableFuture<Optional<AddressUse>> after = memory.get(ADDRESS);
        reads.get(1).complete(NEW);
        reads.get(0).complete(OLD);                          // the older read is the last to be answered
        assertThat(before).isCompletedWithValue(OLD);
        assertThat(after).isCompletedWithValue(NEW);
        assertThat(memory.get(ADDRESS)).isCompletedWithValue(NEW);
        assertThat(reads).hasSize(2);
    }

    @Test
    void nobodyElseNeedsToHaveAskedInBetween() {
        memory.get(ADDRESS);
        memory.forget(ADDRESS);
        reads.get(0).complete(OLD);
        assertThat(memory.get(ADDRESS)).isNotDone();
        reads.get(1).complete(NEW);
        assertThat(memory.get(ADDRESS)).isCompletedWithValue(NEW);
    }

    @Test
    void anAddressThatWasFreeIsForgottenAlike() {
        memory.get(ADDRESS);
        memory.forget(ADDRESS);
        reads.get(0).complete(Optional.empty());
        CompletableFuture<Optional<AddressUse>> after = memory.get(ADDRESS);
        reads.get(1).complete(NEW);
        assertThat(after).isCompletedWithValue(NEW);
    }

    @Test
    void thoseWhoAskAtOneTimeShareARead() {
        CompletableFuture<Optional<AddressUse>> one = memory.get(ADDRESS);
        CompletableFuture<Optional<AddressUse>> other = memory.get(ADDRESS);
        reads.get(0).complete(OLD);
        assertThat(one).isCompletedWithValue(OLD);
        assertThat(other).isCompletedWithValue(OLD);
        assertThat(reads).hasSize(1);
    }

    @Test
    void failuresAreNotRememberedAndTheRestForItsTime() {
        CompletableFuture<Optional<AddressUse>> failed = memory.get(ADDRESS);
        reads.get(0).completeExceptionally(new IllegalStateException("no answer"));
        assertThat(failed).isCompletedExceptionally();
        memory.get(ADDRESS);
        reads.get(1).complete(Optional.empty());
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(memory.get(ADDRESS)).isCompletedWithValue(Optional.empty());
        nanos.addAndGet(Duration.ofMillis(2).toNanos());
        memory.get(ADDRESS);
        reads.get(2).complete(OLD);
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(memory.get(ADDRESS)).isCompletedWithValue(OLD);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(memory.get(ADDRESS)).isNotDone();
        assertThat(reads).hasSize(4);
    }
}
