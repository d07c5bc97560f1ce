package org.sterna.protocols.smtp;

/** What a grammar made of a line. */
sealed interface ParsedCommand {
    /** The syntax is right. */
    record Good(SmtpCommand command) implements ParsedCommand {}

    /**
     * It is not.
     *
     * @param closes as with {@link SmtpInput.MalformedCommand}
     */
    record Bad(Reply reply, boolean closes) implements ParsedCommand {
        Bad(Reply reply) {
            this(reply, false);
        }

        SmtpInput asInput() {
            return new SmtpInput.MalformedCommand(reply, closes);
        }
    }
}
