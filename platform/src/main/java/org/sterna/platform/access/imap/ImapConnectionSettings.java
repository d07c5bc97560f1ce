package org.sterna.platform.access.imap;

import java.time.Duration;

/**
 * The bounds of an IMAP port.
 *
 * @param service                  its name in the session log, such as {@code imap} or {@code imaps}
 * @param implicitTls              whether TLS starts at once (RFC 8314 section 3)
 * @param preAuthenticationTimeout how long a client may be silent before it has logged in
 * @param timeout                  how long after that, in IDLE too; 30 minutes at least (RFC 9051 section 5.4)
 * @param maxLineOctets            of one command's lines together, once the client has logged in
 * @param maxLiteralOctets         of one command's literals together, APPEND's message apart
 * @param maxAppendOctets          of one message
 * @param maxBadCommands           one after the other, once the client has logged in: one more and the session ends
 * @param maxCommands              of one connection
 * @param maxSelectedMessages      in a mailbox that can be selected
 */
public record ImapConnectionSettings(String service, boolean implicitTls, Duration preAuthenticationTimeout, Duration timeout,
        int maxLineOctets, int maxLiteralOctets, long maxAppendOctets, int maxBadCommands, long maxCommands, int maxSelectedMessages) {

    public ImapConnectionSettings {
        if (maxLineOctets < 1 || maxLiteralOctets < 1) {
            throw new IllegalArgumentException("maxLineOctets " + maxLineOctets + " and maxLiteralOctets " + maxLiteralOctets + " must be at least 1");
        }
        if (maxAppendOctets < 1 || maxAppendOctets > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("maxAppendOctets " + maxAppendOctets + " is not between 1 and 4294967295");
        }
        if (maxBadCommands < 1 || maxCommands < 1 || maxSelectedMessages < 1) {
            throw new IllegalArgumentException("maxBadCommands " + maxBadCommands + ", maxCommands " + maxCommands
                    + " and maxSelectedMessages " + maxSelectedMessages + " must be at least 1");
        }
    }

    /** In the clear with STARTTLS: a minute, then half an hour; 1 MiB, 1 MiB and 100 MiB; 50, 10 million and 5 million. */
    public static ImapConnectionSettings imap() {
        return new ImapConnectionSettings("imap", false, Duration.ofSeconds(60), Duration.ofMinutes(30), 1 << 20, 1 << 20, 100L << 20,
                50, 10_000_000, 5_000_000);
    }

    /** As {@link #imap()}, under TLS from the first octet. */
    public static ImapConnectionSettings imaps() {
        return new ImapConnectionSettings("imaps", true, Duration.ofSeconds(60), Duration.ofMinutes(30), 1 << 20, 1 << 20, 100L << 20,
                50, 10_000_000, 5_000_000);
    }
}
