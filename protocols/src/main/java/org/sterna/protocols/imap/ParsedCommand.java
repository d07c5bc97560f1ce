package org.sterna.protocols.imap;

/** What {@link ImapParser} makes of a command. */
public sealed interface ParsedCommand {
    /** The tag to answer with; {@code *} if none could be read. */
    String tag();

    /** A command that is well formed. Whether it is allowed now is for {@link ImapSession} to say. */
    record Command(String tag, ImapCommand command) implements ParsedCommand {
    }

    /**
     * A command that is answered at once and not executed.
     *
     * @param response why: BAD for bad syntax, NO for what is well formed and cannot be done
     */
    record BadCommand(String tag, StatusResponse response) implements ParsedCommand {
    }
}
