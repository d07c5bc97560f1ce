package org.sterna.protocols.smtp;

import java.time.Duration;

/** What a client waits for, and for how long. RFC 5321 section 4.5.3.2 and, where it is silent, our choice. */
public enum ClientPhase {
    /** RFC 5321 section 4.5.3.2.1. */
    GREETING(Duration.ofMinutes(5)),
    /** EHLO, LHLO, HELO, STARTTLS and AUTH: as long as MAIL. */
    HELLO(Duration.ofMinutes(5)),
    /** The handshake. */
    TLS(Duration.ofMinutes(2)),
    /** Nothing is awaited but the next transaction: how long a connection is kept is the caller's affair, and zero is no limit. */
    READY(Duration.ZERO),
    /** RSET, and what the host still owes for commands of a transaction that is over: as long as MAIL. */
    RESET(Duration.ofMinutes(5)),
    /** RFC 5321 section 4.5.3.2.2. */
    MAIL(Duration.ofMinutes(5)),
    /** RFC 5321 section 4.5.3.2.3. */
    RCPT(Duration.ofMinutes(5)),
    /** RFC 5321 section 4.5.3.2.4. */
    DATA_INITIATION(Duration.ofMinutes(2)),
    /** RFC 5321 section 4.5.3.2.5: for each block, so the caller starts it anew with each that leaves. */
    DATA_BLOCK(Duration.ofMinutes(3)),
    /** RFC 5321 section 4.5.3.2.6. */
    DATA_TERMINATION(Duration.ofMinutes(10)),
    /** Every outcome is known; nothing is lost by leaving. */
    QUIT(Duration.ofSeconds(30)),
    /** The session has ended. */
    ENDED(Duration.ZERO);

    private final Duration timeout;

    ClientPhase(Duration timeout) {
        this.timeout = timeout;
    }

    /** The longest time without the input that is awaited; zero when there is none. */
    public Duration timeout() {
        return timeout;
    }
}
