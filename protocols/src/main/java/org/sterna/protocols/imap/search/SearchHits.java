package org.sterna.protocols.imap.search;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The messages that a search has found, in the order of the answer, each with its MODSEQ if the answer has to tell one. For
 * one thread.
 */
public final class SearchHits {
    /** Whether MODSEQs are kept, eight octets a message. */
    public enum ModSeqs { KEPT, DROPPED }

    private final NumberList.Builder numbers = NumberList.builder();
    private final ModSeqs keeps;
    private long[] modSeqs = {};
    private int count;

    public SearchHits(ModSeqs keeps) {
        this.keeps = keeps;
    }

    /** @param number UID or sequence number, as the command counts */
    public void add(long number, long modSeq) {
        numbers.add(number);
        if (keeps == ModSeqs.KEPT) {
            if (count == modSeqs.length) {
                modSeqs = Arrays.copyOf(modSeqs, Math.max(16, count * 2));
            }
            modSeqs[count] = modSeq;
        }
        count++;
    }

    public int count() {
        return count;
    }

    public NumberList numbers() {
        return numbers.build();
    }

    /** The highest MODSEQ of all found; empty if there are none or they were not kept. */
    public OptionalLong highestModSeq() {
        return highestModSeq(0, count);
    }

    /** As {@link #highestModSeq()}, of the messages from one place of the order up to, not including, another. */
    OptionalLong highestModSeq(int from, int to) {
        return keeps == ModSeqs.DROPPED || from >= to ? OptionalLong.empty() : Arrays.stream(modSeqs, from, to).max();
    }

    /**
     * What a plain SEARCH or SORT response says behind its name: {@code " 2 5 6 (MODSEQ 917162500)"} (RFC 7162 section
     * 3.1.6); nothing if nothing was found.
     */
    public String text() {
        OptionalLong highest = highestModSeq();
        return numbers().words() + (highest.isPresent() ? " (MODSEQ " + highest.getAsLong() + ")" : "");
    }
}
