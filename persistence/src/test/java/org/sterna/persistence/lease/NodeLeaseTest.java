package org.sterna.persistence.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.persistence.identity.Incarnation;

class NodeLeaseTest {
    private final NodeLease lease = new NodeLease(new Incarnation("a"), 80);

    @Test
    void neverRenewedIsNotValid() {
        assertThat(lease.valid(0)).isFalse();
        assertThat(lease.valid(Long.MIN_VALUE)).isFalse();
    }

    /** The origin of a monotonic clock is arbitrary: it may run over while the process lives. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, -50, Long.MAX_VALUE - 20, Long.MIN_VALUE, Long.MIN_VALUE + 10})
    void countsFromBeforeTheRenewalWasSent(long sent) {
        lease.renewed(sent, sent + 30);
        assertThat(lease.valid(sent + 79)).isTrue();
        assertThat(lease.valid(sent + 80)).isFalse();
        lease.renewed(sent + 60, sent + 70);
        assertThat(lease.valid(sent + 139)).isTrue();
        assertThat(lease.valid(sent + 140)).isFalse();
    }

    @Test
    void olderRenewalThatAnswersLateTakesNothingBack() {
        lease.renewed(100, 110);
        lease.renewed(50, 120);
        assertThat(lease.valid(179)).isTrue();
    }

    @Test
    void acknowledgementsWaitForTheNextRenewal() {
        lease.renewed(0, 1);
        assertThat(lease.whenValid(10).toCompletableFuture()).isCompleted();
        CompletableFuture<Void> waits = lease.whenValid(80).toCompletableFuture();
        assertThat(waits).isNotDone();
        lease.renewed(20, 100);                     // answered when it had run out again
        assertThat(waits).isNotDone();
        lease.renewed(90, 101);
        assertThat(waits).isCompleted();
    }

    @Test
    void fencedNodeAcknowledgesNothing() {
        CompletableFuture<Void> waits = lease.whenValid(0).toCompletableFuture();
        lease.lose();
        assertThat(lease.lost()).isTrue();
        assertThatThrownBy(waits::join).hasCauseInstanceOf(LeaseLostException.class).hasMessageContaining("lease of a is lost");
        lease.renewed(0, 1);
        assertThat(lease.valid(2)).isFalse();
        assertThat(lease.whenValid(2).toCompletableFuture()).isCompletedExceptionally();
    }
}
