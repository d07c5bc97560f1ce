package org.sterna.persistence.journal;

/** The journal of an entity contradicts itself. The entity stays stopped; its data is not touched. */
public final class JournalFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalFaultException(String persistenceId, String fault) {
        super("journal of " + persistenceId + ": " + fault);
    }
}
