package org.sterna.persistence.embedded.cassandra;

/** The embedded Cassandra did not start, or its folder is in use; the message says why and ends with the last log lines, if any. */
public final class EmbeddedCassandraException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbeddedCassandraException(String message) {
        super(message);
    }

    EmbeddedCassandraException(String message, Throwable cause) {
        super(message, cause);
    }
}
