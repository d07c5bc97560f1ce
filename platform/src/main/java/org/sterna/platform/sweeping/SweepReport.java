package org.sterna.platform.sweeping;

import java.util.concurrent.atomic.AtomicLong;

/** What a round did so far. Thread-safe. */
public final class SweepReport {
    final AtomicLong accounts = new AtomicLong();
    final AtomicLong mailboxes = new AtomicLong();
    final AtomicLong messages = new AtomicLong();
    final AtomicLong goneMailboxes = new AtomicLong();
    final AtomicLong blobs = new AtomicLong();
    final AtomicLong settled = new AtomicLong();
    final AtomicLong condemned = new AtomicLong();
    final AtomicLong deleted = new AtomicLong();
    final AtomicLong failures = new AtomicLong();

    /** Messages whose content was removed; those of deleted mailboxes, too. */
    public long messages() {
        return messages.get();
    }

    /** Blobs, or parts of very large ones, whose octets were removed. */
    public long deleted() {
        return deleted.get();
    }

    /** Things that could not be looked at or removed; the next round tries again. */
    public long failures() {
        return failures.get();
    }

    /** For people: a line of its own. */
    @Override
    public String toString() {
        return "looked at " + accounts + " addresses, " + mailboxes + " mailboxes, " + blobs + " parts of large messages; removed " + messages
                + " messages, " + goneMailboxes + " deleted mailboxes, " + deleted + " parts of large messages; condemned " + condemned
                + (settled.get() > 0 ? "; settled " + settled + " references" : "") + (failures.get() > 0 ? "; " + failures + " failures, see the log" : "");
    }
}
