package org.sterna.protocols.smtp;

import java.util.Optional;
import org.sterna.protocols.smtp.SmtpAction.StartTls;

/** A state in which the client may speak; here are the commands that mean the same in all of them. */
sealed interface CommandState extends SmtpState permits Connected, Greeted, Addressing {
    /** This state with another dialogue around it. */
    CommandState with(SmtpDialogue dialogue);

    /** The commands that depend on the state; empty for those that do not. */
    Optional<Step> onCommand(SmtpCommand command);

    @Override
    default Awaits awaits() {
        return Awaits.COMMAND;
    }

    @Override
    default Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.CommandLine line) {
            return Optional.of(onCommand(line.command()).orElseGet(() -> inAnyState(line.command())));
        }
        if (input instanceof SmtpInput.MalformedCommand malformed) {
            return Optional.of(refuse(malformed.reply()));
        }
        return Optional.empty();
    }

    /** Refuses a command and counts it. */
    default Step refuse(Reply reply) {
        return SmtpState.refuse(with(dialogue().withBadCommand()), reply);
    }

    private Step inAnyState(SmtpCommand command) {
        if (command instanceof SmtpCommand.Ehlo ehlo) {
            return greet(new SmtpDialogue.Hello(ehlo.client(), true));
        }
        if (command instanceof SmtpCommand.Helo helo) {
            return greet(new SmtpDialogue.Hello(helo.client(), false));
        }
        if (command instanceof SmtpCommand.Noop) {
            return SmtpState.say(this, Replies.OK);
        }
        if (command instanceof SmtpCommand.Help) {
            return SmtpState.say(this, Replies.HELP);
        }
        if (command instanceof SmtpCommand.Vrfy) {
            // RFC 5321 section 7.3: a host that will not tell answers 252.
            return SmtpState.say(this, Replies.CANNOT_VERIFY);
        }
        if (command instanceof SmtpCommand.Expn) {
            return refuse(Replies.NO_EXPN);
        }
        if (command instanceof SmtpCommand.Quit) {
            return end(Replies.BYE);
        }
        if (command instanceof SmtpCommand.Rset) {
            return SmtpState.say(dialogue().hello().isPresent() ? new Greeted(dialogue()) : this, Replies.OK);
        }
        if (command instanceof SmtpCommand.StartTls) {
            return startTls();
        }
        throw new AssertionError(command);
    }

    /** RFC 5321 section 4.1.4: EHLO in mid-session acts as RSET. */
    private Step greet(SmtpDialogue.Hello hello) {
        SmtpDialogue greeted = dialogue().greetedBy(hello);
        return SmtpState.say(new Greeted(greeted), hello.extended()
                ? ServiceExtensions.reply(greeted)
                : Reply.plain(250, rules().hostName()));
    }

    private Step startTls() {
        if (dialogue().tls().isPresent()) {
            return refuse(Replies.TLS_ACTIVE);
        }
        if (!dialogue().offersTls()) {
            return refuse(Replies.NO_TLS);
        }
        return SmtpState.say(new AwaitingTls(dialogue()), Replies.READY_FOR_TLS, new StartTls());
    }
}
