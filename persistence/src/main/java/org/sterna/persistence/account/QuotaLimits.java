package org.sterna.persistence.account;

import java.util.Optional;

/**
 * What an account may store (RFC 9208 section 5).
 *
 * @param octets   of all messages; empty if nothing was said about it
 * @param messages in all mailboxes; empty if nothing was said about it
 */
public record QuotaLimits(Optional<Long> octets, Optional<Long> messages) {
    public static final QuotaLimits NONE = new QuotaLimits(Optional.empty(), Optional.empty());

    /** A limit of octets only. */
    public static QuotaLimits ofOctets(long octets) {
        return new QuotaLimits(Optional.of(octets), Optional.empty());
    }

    /** These, and what the others say about the rest. */
    public QuotaLimits or(QuotaLimits others) {
        return new QuotaLimits(octets.or(others::octets), messages.or(others::messages));
    }

    public boolean isNone() {
        return octets.isEmpty() && messages.isEmpty();
    }

    /** Whether that much more can be stored beside what is there. */
    public boolean allow(QuotaUsage usage, long moreOctets, long moreMessages) {
        return (octets.isEmpty() || moreOctets <= octets.get() - usage.octets())
                && (messages.isEmpty() || moreMessages <= messages.get() - usage.messages());
    }
}
