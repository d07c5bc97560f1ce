package org.sterna.persistence.claim;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known for good of the {@code 250} to an accepted transaction.
 *
 * @param unread the client has perhaps not read it when it was first said
 * @param read   when it was read after all, in answer to a repetition; or by when it was read in the first place
 */
public record ReplyFate(boolean unread, Optional<Instant> read) {
    /** Nothing was ever noted, and all was that had to be. */
    public static final ReplyFate UNEVENTFUL = new ReplyFate(false, Optional.empty());

    /** Whether the same again, accepted at this time, is a repetition; else the client means it. */
    public boolean isRepeatedBy(Instant accepted) {
        return unread && read.filter(at -> at.isBefore(accepted)).isEmpty();
    }
}
