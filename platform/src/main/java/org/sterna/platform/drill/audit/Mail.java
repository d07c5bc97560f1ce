package org.sterna.platform.drill.audit;

/**
 * A numbered message and what became of it on its sender's side.
 *
 * @param number    from 1
 * @param kind      which way it goes
 * @param recipient an address
 * @param fate      what the sender was told last
 * @param replyLost whether a reply to its final dot was lost once: it was then sent again, not knowing
 */
public record Mail(int number, Kind kind, String recipient, Fate fate, boolean replyLost) {

    /** Which way it goes. */
    public enum Kind {
        /** By SMTP into a mailbox of the cluster. */
        LOCAL,
        /** By SMTP through the cluster to the sink. */
        RELAYED,
        /** By APPEND of IMAP. */
        APPENDED
    }

    /** What the sender was told. */
    public enum Fate {
        /** Nothing yet, or nothing that says whether it was taken. */
        OPEN,
        /** 250, or OK. */
        ACKNOWLEDGED,
        /** 5xx, or 4xx until the sender gave up, or NO. */
        REFUSED
    }

    Mail with(Fate next) {
        return new Mail(number, kind, recipient, next, replyLost);
    }

    Mail withReplyLost() {
        return new Mail(number, kind, recipient, fate, true);
    }
}
