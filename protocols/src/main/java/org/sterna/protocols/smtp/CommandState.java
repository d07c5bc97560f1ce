package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.SmtpAction.StartTls;

/** A state in which the client may speak; here are the commands that mean the same in all of them. */
sealed interface CommandState extends SmtpState permits Connected, Greeted, Addressing, Chunking {
    /** This state with another dialogue around it. */
    CommandState with(SmtpDialogue dialogue);

    /** The commands that depend on the state; empty for those that do not. */
    Optional<Step> onCommand(SmtpCommand command);

    /** What comes before all else when the transaction is given up: nothing, unless content was kept. */
    default Step giveUp(Step step) {
        return step;
    }

    @Override
    default Awaits awaits() {
        return Awaits.COMMAND;
    }

    @Override
    default Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.CommandLine line) {
            return Optional.of(Synchronization.isBroken(dialogue(), line)
                    ? end(Replies.NOT_SYNCHRONIZED)
                    : onCommand(line.command()).orElseGet(() -> inAnyState(line.command())));
        }
        if (input instanceof SmtpInput.MalformedCommand malformed) {
            return Optional.of(malformed.closes() ? end(malformed.reply()) : refuse(malformed.reply()));
        }
        return Optional.empty();
    }

    /** Refuses a command and counts it. */
    default Step refuse(Reply reply) {
        return SmtpState.sayCounted(with(dialogue().withBadCommand()), reply);
    }

    /** Answers a command that is no error and brings no message nearer, and counts it: nobody may go on so for ever. */
    default Step idle(Reply reply) {
        return SmtpState.sayCounted(idling(), reply);
    }

    /** This state with such a command counted. */
    private CommandState idling() {
        return with(dialogue().withIdleCommand());
    }

    /** RFC 3030 section 2: the octets of a chunk are read, whatever is said about it then. */
    default Step refuseChunk(SmtpCommand.Bdat bdat, Reply reply) {
        return DiscardingChunk.then(bdat, refuse(dialogue().offers(ServiceExtension.CHUNKING) ? reply : Replies.NO_CHUNKING));
    }

    private Step inAnyState(SmtpCommand command) {
        if (command instanceof SmtpCommand.Ehlo ehlo) {
            return hello(ehlo.client(), SmtpCommand.Ehlo.class);
        }
        if (command instanceof SmtpCommand.Helo helo) {
            return hello(helo.client(), SmtpCommand.Helo.class);
        }
        if (command instanceof SmtpCommand.Lhlo lhlo) {
            return hello(lhlo.client(), SmtpCommand.Lhlo.class);
        }
        if (command instanceof SmtpCommand.Noop) {
            return idle(Replies.OK);
        }
        if (command instanceof SmtpCommand.Help help) {
            return idle(HelpText.about(help.topic(), rules()));
        }
        if (command instanceof SmtpCommand.Vrfy vrfy) {
            // RFC 5321 section 7.3: a host that will not tell answers 252.
            return inquire(vrfy.wording()).orElseGet(() -> idle(Replies.CANNOT_VERIFY));
        }
        if (command instanceof SmtpCommand.Expn expn) {
            return inquire(expn.wording()).orElseGet(() -> refuse(Replies.NO_EXPN));
        }
        if (command instanceof SmtpCommand.Quit) {
            return end(Replies.BYE);
        }
        if (command instanceof SmtpCommand.Rset) {
            CommandState idling = idling();
            return giveUp(SmtpState.sayCounted(client().isPresent() ? new Greeted(idling.dialogue()) : idling, Replies.OK));
        }
        if (command instanceof SmtpCommand.StartTls) {
            return startTls();
        }
        if (command instanceof SmtpCommand.Xclient xclient) {
            return assume(xclient.attributes());
        }
        throw new AssertionError(command);
    }

    /** RFC 5321 section 4.1.4: EHLO in mid-session acts as RSET; one that is refused changes nothing. */
    private Step hello(String client, Class<? extends SmtpCommand> verb) {
        boolean lmtp = rules().role() == SmtpRules.Role.LMTP;
        if (lmtp != verb.equals(SmtpCommand.Lhlo.class)) {
            return refuse(lmtp ? Replies.SAY_LHLO : Replies.UNKNOWN_COMMAND); // RFC 2033 section 4.1
        }
        boolean extended = !verb.equals(SmtpCommand.Helo.class);
        CommandState idling = idling();
        // The first one is needed, a second one is not.
        SmtpDialogue greeted = (client().isPresent() ? idling : this).dialogue().greetedBy(new SmtpDialogue.Hello(client, extended));
        Step permitted = giveUp(SmtpState.sayCounted(new Greeted(greeted), extended
                ? ServiceExtensions.reply(greeted)
                : Reply.plain(250, rules().hostName())));
        return Consulting.about(new SmtpAction.ConsultOnHello(client), idling, permitted);
    }

    /** RFC 6531 section 3.7.4.2: what VRFY and EXPN may say with SMTPUTF8 and not without it. */
    private Optional<Step> inquire(SmtpCommand.Wording wording) {
        boolean offered = dialogue().offers(ServiceExtension.SMTPUTF8);
        if (!wording.keywords().isEmpty() && !offered) {
            return Optional.of(refuse(Replies.UNKNOWN_PARAMETER));
        }
        return wording.ascii() || offered ? Optional.empty() : Optional.of(refuse(Replies.BAD_ARGUMENT));
    }

    private Step startTls() {
        if (tls().isPresent()) {
            return refuse(Replies.TLS_ACTIVE);
        }
        if (!dialogue().offersTls() || !dialogue().isExtended()) {
            return refuse(Replies.NO_TLS);
        }
        return SmtpState.say(new AwaitingTls(dialogue()), Replies.READY_FOR_TLS, new StartTls());
    }

    /** The session begins anew, as if the other client had connected: the greeting is the reply. */
    private Step assume(XclientAttributes attributes) {
        if (!rules().knows(ServiceExtension.XCLIENT)) {
            return refuse(Replies.UNKNOWN_COMMAND);
        }
        return SmtpState.first(new SmtpAction.AssumeClient(attributes),
                Connected.greet(dialogue().speakingFor(attributes.login())));
    }
}
