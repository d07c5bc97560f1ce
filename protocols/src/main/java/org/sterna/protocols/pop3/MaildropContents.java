package org.sterna.protocols.pop3;

/**
 * The messages of a maildrop as they were when it was opened: what is read from it never changes, or the numbers of messages
 * would. An index is a message's number less one. Each question is answered at once, from memory.
 */
public interface MaildropContents {
    /** How many there are, 0 or more. */
    int count();

    /** The size of all messages together, as sent, without added dots. */
    long octets();

    /**
     * The size of one message, as sent, without added dots.
     *
     * @param index from 0, below {@link #count()}
     */
    long octets(int index);

    /**
     * 1 to 70 characters from 0x21 to 0x7E, always the same for this message and never given to another (RFC 1939 section 7).
     *
     * @param index from 0, below {@link #count()}
     */
    String uniqueId(int index);
}
