package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * The greeting was a refusal: nothing is accepted but QUIT, and all else gets 503. RFC 5321 section 3.1. Before: {@link Connected};
 * next: {@link Ended}.
 */
record TurnedAway(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.COMMAND;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.CommandLine line && line.command() instanceof SmtpCommand.Quit) {
            return Optional.of(end(Replies.BYE));
        }
        if (input instanceof SmtpInput.CommandLine line && line.command() instanceof SmtpCommand.Bdat) {
            return Optional.of(end(Replies.TURNED_AWAY)); // its octets would be read as commands
        }
        if (input instanceof SmtpInput.CommandLine || input instanceof SmtpInput.MalformedCommand) {
            TurnedAway next = new TurnedAway(dialogue.withBadCommand());
            return Optional.of(next.badCommands() < rules().limits().badCommands()
                    ? SmtpState.say(next, Replies.TURNED_AWAY)
                    : next.end(Replies.TOO_MANY_BAD_COMMANDS));
        }
        return Optional.empty();
    }
}
