package org.sterna.persistence.lease;

import org.sterna.persistence.identity.Incarnation;

/** This node was fenced: what it wrote since is not acknowledged, and its process ends. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(Incarnation incarnation) {
        super("the lease of " + incarnation + " is lost: another node has taken over");
    }
}
