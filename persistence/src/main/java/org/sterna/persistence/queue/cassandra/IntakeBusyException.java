package org.sterna.persistence.queue.cassandra;

/** Too many octets wait to be written: the client is to come again later. */
public final class IntakeBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IntakeBusyException(long pending, long limit) {
        super(pending + " octets wait for the intake, " + limit + " may", null, false, false);
    }
}
