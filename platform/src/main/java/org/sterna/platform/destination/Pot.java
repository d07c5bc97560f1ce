package org.sterna.platform.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.sterna.persistence.destination.Report;

/** The tokens of one rate that a node has left. Not thread-safe: its quota locks. */
final class Pot {
    private final int usual;
    private boolean unlimited;
    private int left;
    private long used;
    private long reported;
    private int spent;
    private int refused;
    private boolean full;
    private Instant last = Instant.EPOCH;

    /** @param usual how many are asked for at first */
    Pot(int usual) {
        this.usual = usual;
    }

    boolean isEmpty() {
        return !unlimited && left <= 0;
    }

    int left() {
        return unlimited ? Integer.MAX_VALUE : Math.max(0, left);
    }

    void take(Instant now) {
        left -= unlimited ? 0 : 1;
        used++;
        spent++;
        last = now;
    }

    /** One that has been reported already is lost. */
    void giveBack() {
        if (used > reported) {
            used--;
            left += unlimited ? 0 : 1;
        }
    }

    void refuse() {
        refused++;
    }

    boolean isUsed() {
        return spent > 0;
    }

    /** Twice what was used since the last report: a pot that is too small for the pace grows fast. */
    Report.Tokens report(Instant now) {
        int wanted = Math.max(0, Math.max(usual, Math.min(1_000_000, 2 * spent + refused)) - (unlimited ? 0 : left));
        reported = used;
        spent = 0;
        refused = 0;
        return new Report.Tokens(wanted, unlimited ? 0 : Math.max(0, left), used,
                last.isAfter(now) || last.equals(Instant.EPOCH) ? Duration.ZERO : Duration.between(last, now));
    }

    /** @param wanted of the report that this answers */
    void add(OptionalInt tokens, int wanted) {
        left = unlimited ? 0 : left;
        unlimited = tokens.isEmpty();
        left += tokens.orElse(0);
        full = unlimited || tokens.getAsInt() >= wanted;
    }

    /** Whether the last report got all it wanted, so that another one may get more. */
    boolean isFull() {
        return full;
    }

    void lapse() {
        left = 0;
        unlimited = false;
        full = true;
    }
}
