package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/**
 * Fourth, between two chunks. Before: {@link ReceivingChunk}; next: the same. RFC 3030 section 2.
 *
 * @param octets of content so far
 */
record Chunking(SmtpDialogue dialogue, Envelope envelope, long octets) implements CommandState {
    @Override
    public Chunking with(SmtpDialogue next) {
        return new Chunking(next, envelope, octets);
    }

    @Override
    public Step giveUp(Step step) {
        return SmtpState.first(new SmtpAction.DropContent(), step);
    }

    @Override
    public boolean inTransaction() {
        return true;
    }

    @Override
    public Optional<Step> onCommand(SmtpCommand command) {
        if (command instanceof SmtpCommand.Bdat bdat) {
            return Optional.of(bdat(bdat));
        }
        if (command instanceof SmtpCommand.Mail) {
            return Optional.of(refuse(Replies.NESTED_MAIL));
        }
        boolean outside = command instanceof SmtpCommand.Rcpt || command instanceof SmtpCommand.Data
                || command instanceof SmtpCommand.Auth || command instanceof SmtpCommand.StartTls || command instanceof SmtpCommand.Etrn
                || command instanceof SmtpCommand.Xclient && rules().knows(ServiceExtension.XCLIENT);
        // RFC 3030 section 2: DATA and BDAT cannot be used in the same transaction.
        return outside ? Optional.of(refuse(Replies.NOT_BETWEEN_CHUNKS)) : Optional.empty();
    }

    private Step bdat(SmtpCommand.Bdat bdat) {
        if (bdat.octets() > rules().limits().messageOctets() - octets) {
            return ReceivingChunk.fail(this, bdat, Replies.TOO_LARGE);
        }
        return ReceivingChunk.begin(this, bdat, false);
    }
}
