package org.sterna.persistence.queue;

/**
 * Says which waiting messages may start for their destination, so that a destination that is full, slow or dead costs its messages nothing
 * but their line. A place is the right to read a message and to bring it to the door; the limits themselves are kept at the door. Thread-safe; nothing
 * blocks.
 */
public interface Departures {
    /**
     * Takes a place for one message.
     *
     * @return false if there is none now: the message stays where it is
     */
    boolean tryStart(String destination);

    /** Gives a place back, whatever became of the message. */
    void ended(String destination);

    /**
     * Tells once when {@link #tryStart} may succeed again; at once if it may now. Of several that wait, the one that has waited longest is told
     * first. A wake-up is for one place, and a hint: it may be gone.
     */
    void whenOpen(String destination, Runnable wake);
}
