package org.sterna.protocols.dmarc.failure;

import java.util.Locale;

/** What became of the message (RFC 6591 section 3.2.2), as far as it is known when its last octet is answered. */
public enum DeliveryResult {
    /** Accepted. */
    DELIVERED,
    /** Accepted for the mailbox for junk. */
    SPAM,
    REJECT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
