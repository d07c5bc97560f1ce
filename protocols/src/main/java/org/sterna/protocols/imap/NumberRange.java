package org.sterna.protocols.imap;

/**
 * Consecutive UIDs or sequence numbers, both ends included.
 *
 * @param first 1 to 4294967295
 * @param last at least {@code first}
 */
public record NumberRange(long first, long last) {
    public NumberRange {
        if (first < 1 || last < first || last > SequenceSet.MAX_NUMBER) {
            throw new IllegalArgumentException("number range " + first + ":" + last);
        }
    }

    public boolean contains(long number) {
        return number >= first && number <= last;
    }
}
