package org.sterna.protocols.smtp.parameter;

import java.time.Duration;
import java.time.Instant;

/** When a submitted message may leave. RFC 4865 section 5. */
public sealed interface FutureRelease {
    /** The time of release for a message submitted at the given time. */
    Instant releaseAt(Instant submittedAt);

    /** @param duration of whole seconds, 1 to 999999999 */
    record HoldFor(Duration duration) implements FutureRelease {
        @Override
        public Instant releaseAt(Instant submittedAt) {
            return submittedAt.plus(duration);
        }
    }

    /** HOLDUNTIL with its date and time of RFC 3339. */
    record HoldUntil(Instant time) implements FutureRelease {
        @Override
        public Instant releaseAt(Instant submittedAt) {
            return time;
        }
    }
}
