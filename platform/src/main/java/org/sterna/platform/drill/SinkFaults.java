package org.sterna.platform.drill;

import java.util.Optional;
import java.util.Random;

/** Which transactions a {@link RelaySink} makes fail: a share of them by chance, each kind of trouble as often as the others. Not thread-safe. */
public final class SinkFaults {

    private static final SinkFault[] KINDS = SinkFault.values();

    private final double share;
    private final Random random;

    private SinkFaults(double share, Random random) {
        this.share = share;
        this.random = random;
    }

    /**
     * @param share 0 to 1
     * @param seed  the same seed gives the same sequence
     */
    public static SinkFaults of(double share, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + " is not from 0 to 1");
        }
        return new SinkFaults(share, new Random(seed));
    }

    /** Everything is taken. */
    public static SinkFaults none() {
        return of(0, 0);
    }

    /** For the next transaction. */
    Optional<SinkFault> next() {
        return random.nextDouble() < share ? Optional.of(KINDS[random.nextInt(KINDS.length)]) : Optional.empty();
    }
}
