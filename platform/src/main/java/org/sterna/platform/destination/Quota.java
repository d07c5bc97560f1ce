package org.sterna.platform.destination;

/**
 * This node's share of one key's limits, from grants of a few seconds. Thread-safe; nothing blocks. Whoever holds quotas of several keys for one connection or
 * message takes them in any order and gives back what it took if one says no.
 */
public interface Quota {
    /** Takes a place for a connection, and one of its rate; false if there is none now. */
    boolean tryConnect();

    /** Gives the place of a connection back. */
    void disconnected();

    /** Gives back a place whose connection was not even begun, and what was taken of the rate for it. */
    default void unconnected() {
        disconnected();
    }

    /** Takes one message of the rates; false if there is none now. */
    boolean trySend();

    /** Gives back a message that was not sent after all. */
    void unsent();

    /** How many connections this node may have now, those it has included; 0 while the key is down or frozen and nobody is to probe it. */
    int connections();

    /** How many messages may go now, at least: for places in memory. */
    int messages();

    /** A host was reached and spoke SMTP: ends back-off, and lets a slow start grow. */
    void succeeded();

    /**
     * No host could be reached, or the host turned all mail away (421, 4yz to the greeting).
     *
     * @param reason in one line, for operators
     */
    void failed(String reason);

    Standing standing();

    /**
     * Told every time when something may be possible that was not before: a grant came, a probe is due, a freeze has ended.
     *
     * @param listener must not block, and may be called by any thread; kept until {@link #forget}
     */
    void onChange(Runnable listener);

    /** Ends what {@link #onChange} began. */
    default void forget(Runnable listener) { }
}
