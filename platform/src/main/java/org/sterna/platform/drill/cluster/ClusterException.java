package org.sterna.platform.drill.cluster;

/** A cluster on this machine cannot be made, or one of its parts does not do what it is told. The text is for people. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
