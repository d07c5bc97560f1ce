package org.sterna.platform.connection;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be at a time, of one listener or of all that share the cap. Thread-safe. */
public final class ConnectionCap {
    private final int most;
    private final Optional<ConnectionCap> outer;
    private final AtomicInteger open = new AtomicInteger();

    /** @param most at least 1 */
    public ConnectionCap(int most) {
        this(most, Optional.empty());
    }

    private ConnectionCap(int most, Optional<ConnectionCap> outer) {
        if (most < 1) {
            throw new IllegalArgumentException("a cap of " + most + " connections must be at least 1");
        }
        this.most = most;
        this.outer = outer;
    }

    /**
     * A cap for a part of the connections; each of them takes a place of this one, too.
     *
     * @param ofThese at least 1
     */
    public ConnectionCap part(int ofThese) {
        return new ConnectionCap(ofThese, Optional.of(this));
    }

    /** How many connections are open now. */
    public int open() {
        return open.get();
    }

    /** Takes a place, to be given back with {@link #release}; false if there is none left. */
    boolean take() {
        if (open.incrementAndGet() <= most && outer.map(ConnectionCap::take).orElse(true)) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void release() {
        open.decrementAndGet();
        outer.ifPresent(ConnectionCap::release);
    }
}
