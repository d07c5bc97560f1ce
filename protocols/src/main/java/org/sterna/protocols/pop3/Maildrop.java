package org.sterna.protocols.pop3;

import java.util.BitSet;
import java.util.stream.IntStream;

/** The messages one session sees, and which of them are marked as deleted. A value: marks are copied, not changed. */
final class Maildrop {
    private final MaildropContents contents;
    private final BitSet deleted;
    private final long deletedOctets;

    private Maildrop(MaildropContents contents, BitSet deleted, long deletedOctets) {
        this.contents = contents;
        this.deleted = deleted;
        this.deletedOctets = deletedOctets;
    }

    static Maildrop of(MaildropContents contents) {
        return new Maildrop(contents, new BitSet(), 0);
    }

    /** Whether there is a message of that number, and it is not marked (RFC 1939 section 5). */
    boolean has(int number) {
        return number >= 1 && number <= contents.count() && !deleted.get(number - 1);
    }

    long octets(int number) {
        return contents.octets(number - 1);
    }

    String uniqueId(int number) {
        return contents.uniqueId(number - 1);
    }

    Maildrop mark(int number) {
        BitSet more = (BitSet) deleted.clone();
        more.set(number - 1);
        return new Maildrop(contents, more, deletedOctets + octets(number));
    }

    Maildrop withoutMarks() {
        return of(contents);
    }

    /** Numbers of the messages that are not marked, in order. */
    IntStream numbers() {
        return IntStream.rangeClosed(1, contents.count()).filter(number -> !deleted.get(number - 1));
    }

    /** Without those that are marked. */
    int count() {
        return contents.count() - deleted.cardinality();
    }

    /** Without those that are marked. */
    long octets() {
        return contents.octets() - deletedOctets;
    }

    /** Indexes of the messages that are marked; the caller may keep it. */
    BitSet marks() {
        return (BitSet) deleted.clone();
    }
}
