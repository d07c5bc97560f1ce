package org.sterna.platform.drill;

/** Watches a load run; called on the threads of the sessions, several at once. */
public interface SmtpLoadListener {

    /** Watches nothing. */
    SmtpLoadListener NONE = new SmtpLoadListener() { };

    /** The final dot was answered with 2xx: from here on the server has the message (RFC 5321 section 6.1). */
    default void acknowledged(int number, String reply) { }

    /** A command or the final dot was refused for good, or, unless the plan sends again, the final dot for now; the number is not used again. */
    default void refused(int number, String reply) { }

    /** The connection was lost between the final dot and its reply: the server may or may not have the message. */
    default void replyLost(int number, String cause) { }

    /** A connection was lost or could not be made; another is tried. */
    default void connectionLost(String cause) { }
}
