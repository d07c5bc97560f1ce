package org.sterna.persistence.queue.cassandra;

import java.time.Duration;

/**
 * @param window      after which a new partition is begun
 * @param windowBytes after which it is begun early
 * @param maxPending  octets that may wait for a flush; beyond it {@code accept} refuses
 * @param flushBytes  octets of one mutation, about
 */
public record IntakeSettings(Duration window, long windowBytes, long maxPending, int flushBytes) {
    public static final IntakeSettings DEFAULT = new IntakeSettings(Duration.ofSeconds(1), 8 << 20, 64 << 20, 1 << 20);
}
