package org.sterna.protocols.imap;

/** The value of one item in a STATUS response. */
public sealed interface StatusValue {
    /** @param value 0 or more */
    record Number(long value) implements StatusValue {
    }

    /** @param id letters, digits, {@code _} and {@code -} (RFC 8474 section 7) */
    record ObjectId(String id) implements StatusValue {
    }

    /** APPENDLIMIT of a mailbox without limit (RFC 7889 section 4). */
    record Nil() implements StatusValue {
    }
}
