package org.sterna.platform.access.imap;

import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.sasl.SaslExchange;

/**
 * What a connection is doing. Commands are answered one at a time; while one is under way nothing more is read, except in IDLE.
 *
 * <pre>
 * READING ->(command) BUSY ->(answer) READING       AUTHENTICATING: the next line is a SASL response
 * READING ->(APPEND) APPENDING -> BUSY -> READING   IDLING: the next line is DONE
 * READING ->(STARTTLS) SECURING -> READING          OVER: the last words are said, nothing is read
 * </pre>
 */
sealed interface Phase {
    enum Simple implements Phase { READING, BUSY, SECURING, OVER }

    record Authenticating(String tag, SaslExchange exchange) implements Phase { }

    record Idling(String tag, ImapCommand command) implements Phase { }

    record Appending(String tag, ImapCommand.Append command, AppendIntake intake) implements Phase { }
}
