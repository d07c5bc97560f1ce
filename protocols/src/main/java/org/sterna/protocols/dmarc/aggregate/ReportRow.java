package org.sterna.protocols.dmarc.aggregate;

/**
 * Messages that have all in common which a report tells of them.
 *
 * @param count 0 or more
 */
public record ReportRow(RowFacts facts, long count) {
    /** @throws IllegalArgumentException when the count is negative */
    public ReportRow {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count);
        }
    }
}
