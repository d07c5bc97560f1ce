package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the content of expunged messages has been removed.
 *
 * @param number every event up to this one is done with
 * @param uid    and of the event behind it the messages up to this UID; 0 for none
 * @param next   when the first messages expunged behind this place were expunged; empty if there are none
 */
public record Swept(long number, long uid, Optional<Instant> next) {
    public static final Swept NOTHING = new Swept(0, 0, Optional.empty());
}
