package org.sterna.persistence.codec;

/** A stored record that no codec of this version can read: damaged, or written by a newer Sterna. */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
