package org.sterna.protocols.spf;

/** The syntax of a record, or of an explanation, is wrong. Caught where it was asked for. */
final class BadRecordException extends Exception {
    private static final int MOST = 80;

    BadRecordException(String problem, String where) {
        super(problem + ": " + (where.length() <= MOST ? where : where.substring(0, MOST) + "..."), null, false, false);
    }
}
