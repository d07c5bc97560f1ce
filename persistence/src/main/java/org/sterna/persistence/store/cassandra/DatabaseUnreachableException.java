package org.sterna.persistence.store.cassandra;

/** None of the contact points answered when the session was opened. The message says what each of them did. */
public final class DatabaseUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
