package org.sterna.platform.access.imap;

import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.sasl.SaslExchange;

/**
 * What a connection is doing. Commands are answered one at a time; while one is under way nothing more is read, except in IDLE.
 *
 * <pre>
 * READING ->(command) BUSY ->(answer) READING       AUTHENTICATING: the next line is a SASL response
 * READING ->(APPEND) BUSY ->(literal) APPENDING     IDLING: the next line is DONE
 * APPENDING ->(its end) BUSY                        OVER: the last words are said, nothing is read
 * READING ->(STARTTLS) SECURING -> READING
 * </pre>
 */
sealed interface Phase {
    enum Simple implements Phase { READING, BUSY, SECURING, APPENDING, OVER }

    record Authenticating(String tag, SaslExchange exchange) implements Phase { }

    record Idling(String tag, ImapCommand command) implements Phase { }
}
