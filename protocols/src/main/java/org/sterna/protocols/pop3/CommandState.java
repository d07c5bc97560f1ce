package org.sterna.protocols.pop3;

import java.util.Optional;

/** A state in which the client may speak; here are the commands that mean the same in both of them. */
sealed interface CommandState extends Pop3State permits Authorization, Transaction {
    /** This state with another dialogue around it. */
    CommandState with(Pop3Dialogue dialogue);

    /** The commands of this state; empty for those that belong to another. */
    Optional<Step> onCommand(Pop3Command command);

    @Override
    default Awaits awaits() {
        return Awaits.COMMAND;
    }

    @Override
    default Optional<Step> answer(Pop3Input input) {
        if (input instanceof Pop3Input.CommandLine line) {
            if (line.command() instanceof Pop3Command.Capa) {
                return Optional.of(Pop3State.say(this, Capabilities.reply(dialogue())));
            }
            if (line.command() instanceof Pop3Command.Lang lang) {
                return Optional.of(Pop3State.say(this, Languages.reply(lang.range())));
            }
            return Optional.of(onCommand(line.command()).orElseGet(() -> refuse("Not in this state")));
        }
        if (input instanceof Pop3Input.MalformedCommand malformed) {
            return Optional.of(refuse(malformed.reply()));
        }
        return Optional.empty();
    }

    /** Refuses a command and counts it; the last error that is allowed ends the session. */
    default Step refuse(Pop3Reply reply) {
        Pop3Dialogue counted = dialogue().withBadCommand();
        return counted.badCommands() < counted.rules().maxBadCommands()
                ? Pop3State.say(with(counted), reply)
                : with(counted).end(reply);
    }

    /** As above, with {@code -ERR} before the text. */
    default Step refuse(String text) {
        return refuse(Pop3Reply.error(text));
    }
}
