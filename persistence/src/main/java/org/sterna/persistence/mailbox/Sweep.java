package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the sweeper goes on.
 *
 * @param swept how far it came; {@link Swept#next} empty means that nothing waits for it
 * @param last  number of the last event that expunged messages or deleted the mailbox, 0 if none did
 */
public record Sweep(Swept swept, long last) {
    static final Sweep NOTHING = new Sweep(Swept.NOTHING, 0);

    /** When the first messages were expunged whose content is still there; empty if there are none. */
    public Optional<Instant> oldest() {
        return swept.next();
    }

    Sweep expunged(long number, Instant at) {
        return new Sweep(swept.next().isPresent() ? swept : new Swept(number - 1, 0, Optional.of(at)), number);
    }

    Sweep swept(Swept now) {
        return new Sweep(now, last);
    }
}
