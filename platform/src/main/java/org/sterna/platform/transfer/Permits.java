package org.sterna.platform.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sterna.platform.destination.Quota;

/** What was taken of several quotas at once, all or nothing; given back once, however often that is asked for. Thread-safe. */
final class Permits {
    private final List<Quota> taken;
    private final Consumer<Quota> giveBack;
    private final Consumer<Quota> cancel;
    private final AtomicBoolean over = new AtomicBoolean();

    private Permits(List<Quota> taken, Consumer<Quota> giveBack, Consumer<Quota> cancel) {
        this.taken = List.copyOf(taken);
        this.giveBack = giveBack;
        this.cancel = cancel;
    }

    /** For a connection; empty if one of them has none left. */
    static Optional<Permits> connect(List<Quota> quotas) {
        return take(quotas, Quota::tryConnect, Quota::disconnected, Quota::unconnected);
    }

    /** For a message; given back if it was not sent. */
    static Optional<Permits> send(List<Quota> quotas) {
        return take(quotas, Quota::trySend, Quota::unsent, Quota::unsent);
    }

    private static Optional<Permits> take(List<Quota> quotas, Predicate<Quota> take, Consumer<Quota> giveBack, Consumer<Quota> cancel) {
        List<Quota> taken = new ArrayList<>();
        for (Quota quota : quotas) {
            if (!take.test(quota)) {
                taken.forEach(cancel);
                return Optional.empty();
            }
            taken.add(quota);
        }
        return Optional.of(new Permits(taken, giveBack, cancel));
    }

    void giveBack() {
        if (!over.getAndSet(true)) {
            taken.forEach(giveBack);
        }
    }

    /** Nothing was done with them. */
    void cancel() {
        if (!over.getAndSet(true)) {
            taken.forEach(cancel);
        }
    }
}
