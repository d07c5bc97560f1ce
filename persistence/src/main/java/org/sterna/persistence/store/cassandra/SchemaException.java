package org.sterna.persistence.store.cassandra;

/** The keyspace cannot be used by this version of Sterna; the text says why and what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }
}
