package org.sterna.platform.routing;

/** What a next hop says of a recipient. */
public sealed interface Verification {
    /** It would take mail for it. */
    record Known() implements Verification { }

    /** It refuses it for good (5yz to RCPT). */
    record Rejected() implements Verification { }

    /** It cannot be asked, or says 4yz. */
    record Unavailable(String reason) implements Verification { }
}
