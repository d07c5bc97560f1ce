package org.sterna.platform.inspection;

/**
 * Something that is wrong.
 *
 * @param where  the mailbox's name; empty for the account itself
 * @param what   in words
 * @param advice what to do, in words
 * @param mended it was wrong and is not any more
 */
public record Finding(String where, String what, String advice, boolean mended) {
    static final String RESTORE = "restore the table from a backup or another replica; the message cannot be read until then";
    static final String REPAIR = "run check again with --repair";

    /** Something that a repair mends. */
    static Finding mendable(String where, String what, boolean mended) {
        return new Finding(where, what, mended ? "" : REPAIR, mended);
    }
}
