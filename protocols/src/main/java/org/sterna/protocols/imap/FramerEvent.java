package org.sterna.protocols.imap;

/** What {@link ImapFramer} found in its input. */
public sealed interface FramerEvent {
    /** A complete command, or a line that answers a continuation request. */
    record Complete(CommandText text) implements FramerEvent {
    }

    /** The client waits before it sends a literal (RFC 3501 section 4.3): answer {@code +}. */
    record NeedContinuation() implements FramerEvent {
    }

    /** Whether the client waits for leave to send a literal. */
    enum Sending {
        /** {@code {n}}: it waits for a continuation request. */
        SYNCHRONIZING,
        /** {@code {n+}} (RFC 7888): the octets are already under way. */
        NON_SYNCHRONIZING
    }

    /**
     * A literal is over the limit and the rest of its command is being thrown away: answer BAD. A client that does not
     * wait may be about to send any amount, so the connection may be closed instead (RFC 7888 section 4).
     *
     * @param tag to answer with, {@code *} if none could be read
     * @param size octets announced
     */
    record LiteralTooBig(String tag, long size, Sending sending) implements FramerEvent {
    }

    /** The lines of a command are over the limit and the rest of it is being thrown away: answer BAD. */
    record LineTooLong(String tag, int limit) implements FramerEvent {
    }

    /**
     * The octets of a message, or of a part of one, come next: APPEND and REPLACE. Nothing more is read until
     * {@link ImapFramer#acceptLiteral()} (after which the literal's octets are taken with {@link ImapFramer#take}) or
     * {@link ImapFramer#refuseLiteral()}. A command may have any number of these (RFC 3502, RFC 4469).
     *
     * @param start the command so far, or what has come since the literal before, its last line ending in the literal's
     *     {@code {n}}; see {@link AppendParser}
     * @param size octets to come
     */
    record StreamedLiteral(CommandText start, long size, Sending sending) implements FramerEvent {
    }

    /**
     * The line behind the last streamed literal has ended, and with it the command.
     *
     * @param rest what stood behind the literal
     */
    record StreamedLiteralEnd(CommandText rest) implements FramerEvent {
    }
}
