package org.sterna.persistence.queue;

import java.util.Comparator;

/** The order of a listing of waiting messages; equal ones by queue id. */
public enum Sort {
    /** The next due first. */
    DUE(Comparator.comparing(WaitingMessage::due)),
    /** The oldest first. */
    AGE(Comparator.comparing(WaitingMessage::accepted)),
    /** The largest first. */
    SIZE(Comparator.comparingLong(WaitingMessage::octets).reversed()),
    SENDER(Comparator.comparing(WaitingMessage::reversePath, String.CASE_INSENSITIVE_ORDER)),
    /** By the first recipient. */
    RECIPIENT(Comparator.comparing(message -> message.recipients().stream().findFirst().orElse(""), String.CASE_INSENSITIVE_ORDER)),
    DESTINATION(Comparator.comparing(WaitingMessage::destination, String.CASE_INSENSITIVE_ORDER));

    private final Comparator<WaitingMessage> comparator;

    Sort(Comparator<WaitingMessage> comparator) {
        this.comparator = comparator.thenComparing(WaitingMessage::id);
    }

    public Comparator<WaitingMessage> comparator() {
        return comparator;
    }
}
