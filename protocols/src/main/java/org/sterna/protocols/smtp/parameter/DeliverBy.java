package org.sterna.protocols.smtp.parameter;

import java.time.Duration;
import java.time.Instant;

/**
 * BY: when the message must have been delivered. RFC 2852 section 4.
 *
 * @param within counted from the end of the MAIL command; may be negative with {@link Mode#NOTIFY} only
 * @param trace whether a report about each relay is wanted
 */
public record DeliverBy(Duration within, Mode mode, boolean trace) {
    /** RFC 2852 section 4: nine digits. */
    public static final long MAX_SECONDS = 999_999_999;

    /** What happens at the deadline. */
    public enum Mode {
        /** The message is given up and returned. */
        RETURN,
        /** The sender is told, and the attempts go on. */
        NOTIFY
    }

    /** @throws IllegalArgumentException when the time is out of range for the mode */
    public DeliverBy {
        long seconds = within.toSeconds();
        if (Math.abs(seconds) > MAX_SECONDS || mode == Mode.RETURN && seconds <= 0) {
            throw new IllegalArgumentException("by-time of " + seconds + " seconds is out of range for " + mode);
        }
    }

    /** The deadline of a message whose MAIL came at the given time. */
    public Instant deadline(Instant mailAt) {
        return mailAt.plus(within);
    }
}
