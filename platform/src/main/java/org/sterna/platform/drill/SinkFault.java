package org.sterna.platform.drill;

/** What a {@link RelaySink} does to a transaction that it has chosen for trouble. */
public enum SinkFault {
    /** 451 to MAIL. */
    MAIL_REFUSED,
    /** 451 to every RCPT. */
    RCPT_REFUSED,
    /** 451 to DATA. */
    DATA_REFUSED,
    /** 451 to the final dot. */
    DOT_REFUSED,
    /** 421 to MAIL, and the connection is closed (RFC 5321 section 3.8). */
    CLOSING,
    /** The connection is lost in the place of a reply to DATA. */
    LOST_BEFORE_CONTENT,
    /** The connection is lost when the first octets of the content have come. */
    LOST_IN_CONTENT,
    /** The message is taken, but the connection is lost in the place of the reply to the final dot: the sender cannot know. */
    REPLY_WITHHELD
}
