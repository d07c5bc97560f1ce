package org.sterna.platform.reception;

import java.util.Optional;
import org.sterna.protocols.smtp.SmtpInput;

/** Where octets of the client go that are no command lines. Used by one thread. */
interface ContentSource {
    /**
     * Reads on.
     *
     * @return octets consumed; fewer than {@code length} only when the end was found among them
     */
    int feed(byte[] octets, int offset, int length);

    /** How it ended; empty until it has. */
    Optional<SmtpInput> end();
}
