package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.parameter.BodyType;

/**
 * Third: MAIL is accepted and RCPT commands come. Before: {@link Greeted}; next: {@link ReceivingData} or {@link ReceivingChunk}.
 *
 * @param refused recipients that were refused
 */
record Addressing(SmtpDialogue dialogue, Envelope envelope, int refused) implements CommandState {
    @Override
    public Addressing with(SmtpDialogue next) {
        return new Addressing(next, envelope, refused);
    }

    @Override
    public boolean inTransaction() {
        return true;
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        if (command instanceof SmtpCommand.Mail) {
            return Optional.of(refuse(Replies.NESTED_MAIL)); // RFC 5321 section 4.1.4
        }
        if (command instanceof SmtpCommand.Rcpt rcpt) {
            return Optional.of(rcpt(rcpt));
        }
        if (command instanceof SmtpCommand.Data) {
            return Optional.of(data());
        }
        if (command instanceof SmtpCommand.Bdat bdat) {
            return Optional.of(bdat(bdat));
        }
        boolean outside = command instanceof SmtpCommand.Auth // RFC 4954 section 4
                || command instanceof SmtpCommand.StartTls
                || command instanceof SmtpCommand.Etrn // RFC 1985 section 5
                || command instanceof SmtpCommand.Xclient && rules().knows(ServiceExtension.XCLIENT);
        return outside ? Optional.of(refuse(Replies.NOT_IN_TRANSACTION)) : Optional.empty();
    }

    private Step rcpt(SmtpCommand.Rcpt rcpt) {
        if (!rcpt.wording().keywords().isEmpty() && !dialogue.offers(ServiceExtension.DSN)) {
            return refuse(Replies.UNKNOWN_PARAMETER); // RFC 5321 section 4.1.1.11
        }
        if (!rcpt.wording().ascii() && !envelope.parameters().utf8()) {
            return refuse(dialogue.offers(ServiceExtension.SMTPUTF8) ? Replies.FORWARD_PATH_NOT_ASCII : Replies.BAD_FORWARD_PATH);
        }
        if (envelope.recipients().size() >= rules().limits().recipients()) {
            // RFC 5321 section 4.5.3.1.10: the rest comes in a transaction of its own; a client that sends ahead cannot know.
            return refused >= rules().limits().recipients() ? refuse(Replies.TOO_MANY_RECIPIENTS)
                    : SmtpState.say(new Addressing(dialogue, envelope, refused + 1), Replies.TOO_MANY_RECIPIENTS);
        }
        if (refused >= rules().limits().recipients()) {
            return refuse(Replies.TOO_MANY_RECIPIENTS);
        }
        return new Step(new CheckingRecipient(this, rcpt),
                List.of(new SmtpAction.CheckRecipient(rcpt.forwardPath(), rcpt.parameters(), envelope)));
    }

    private Step data() {
        if (envelope.recipients().isEmpty()) {
            return withoutRecipients();
        }
        if (envelope.parameters().body() == BodyType.BINARY_MIME) {
            return refuse(Replies.BINARY_NEEDS_BDAT); // RFC 3030 section 3
        }
        return Consulting.about(new SmtpAction.ConsultOnData(envelope), with(dialogue.withIdleCommand()),
                SmtpState.say(new ReceivingData(dialogue, envelope), Replies.START_INPUT, new SmtpAction.ReceiveData(envelope)));
    }

    private Step bdat(SmtpCommand.Bdat bdat) {
        if (!dialogue.offers(ServiceExtension.CHUNKING)) {
            return refuseChunk(bdat, Replies.NO_CHUNKING);
        }
        if (envelope.recipients().isEmpty()) {
            // RFC 2033 section 4.3: one reply for each recipient, so none.
            boolean silent = rules().role() == SmtpRules.Role.LMTP && bdat.last();
            return DiscardingChunk.then(bdat, silent ? new Step(new Greeted(dialogue), List.of()) : withoutRecipients());
        }
        if (bdat.octets() > rules().limits().messageOctets()) {
            return DiscardingChunk.then(bdat, ReceivingChunk.answer(new Greeted(dialogue), envelope, bdat, Replies.TOO_LARGE));
        }
        return new Step(new ConsultingOnChunk(this, bdat), List.of(new SmtpAction.ConsultOnData(envelope)));
    }

    /** RFC 5321 section 3.3: 503 or 554; a pipelining client sends DATA before it knows (RFC 2920 section 3.1). */
    private Step withoutRecipients() {
        boolean lmtp = rules().role() == SmtpRules.Role.LMTP; // RFC 2033 section 4.2: 503
        return refused == 0 ? refuse(Replies.NEED_RCPT) : idle(lmtp ? Replies.NEED_RCPT : Replies.NO_VALID_RECIPIENTS);
    }
}
