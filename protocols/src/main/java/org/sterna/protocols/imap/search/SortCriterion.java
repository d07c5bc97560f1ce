package org.sterna.protocols.imap.search;

/** One criterion of SORT. */
public record SortCriterion(SortKey key, Direction direction) {
    /** REVERSE turns one criterion, never the order by sequence number behind all of them (RFC 5256 section 3). */
    public enum Direction { ASCENDING, DESCENDING }
}
