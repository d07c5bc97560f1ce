package org.sterna.protocols.dmarc;

/** What the DNS says of an author's domain (RFC 7489 section 6.6.3). */
public sealed interface Discovered {

    /** There is one policy. */
    record Policy(PublishedPolicy published) implements Discovered { }

    /**
     * There is none, or more than one: DMARC does not apply.
     *
     * @param why for people
     */
    record NoPolicy(String why) implements Discovered { }

    /**
     * There is one that nobody can read: DMARC does not apply.
     *
     * @param domain where it is
     */
    record Malformed(String domain) implements Discovered { }

    /**
     * Nobody knows now.
     *
     * @param why for people
     */
    record Outage(String why) implements Discovered { }
}
