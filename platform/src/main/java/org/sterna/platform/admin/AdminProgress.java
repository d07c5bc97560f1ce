package org.sterna.platform.admin;

/** Tells who waits for a long command how far it is. Thread-safe. */
@FunctionalInterface
public interface AdminProgress {
    /** Nobody wants to know. */
    AdminProgress NONE = line -> true;

    /**
     * Sends one line, for the standard error.
     *
     * @return false if nobody waits any more: what can end between two steps ends
     */
    boolean tell(String line);
}
