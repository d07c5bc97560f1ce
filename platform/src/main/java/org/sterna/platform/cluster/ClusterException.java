package org.sterna.platform.cluster;

/** A cluster cannot be joined as the settings want it; the message says what to do. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }
}
