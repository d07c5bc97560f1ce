package org.sterna.protocols.smtp.parameter;

import java.util.Optional;
import java.util.Set;

/**
 * What RCPT says about one recipient. RFC 3461 section 4.
 *
 * @param notifications empty when NOTIFY was not said, which means FAILURE, and DELAY at our choice
 */
public record RcptParameters(Set<Notify> notifications, Optional<OriginalRecipient> originalRecipient) {
    /** What a bare RCPT means. */
    public static final RcptParameters NONE = new RcptParameters(Set.of(), Optional.empty());

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException when NEVER stands beside another
     */
    public RcptParameters {
        notifications = notifications.isEmpty() ? Set.of() : Set.copyOf(notifications);
        if (notifications.size() > 1 && notifications.contains(Notify.NEVER)) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone: " + notifications);
        }
    }

    /** Whether a report of that kind is wanted; without NOTIFY those of failure and delay are (RFC 3461 section 4.1). */
    public boolean wants(Notify kind) {
        return notifications.isEmpty() ? kind == Notify.FAILURE || kind == Notify.DELAY : notifications.contains(kind);
    }
}
