package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * The caller decides whether the message may come, of which the first chunk is under way already. Before: {@link Addressing}; next:
 * {@link ReceivingChunk} or {@link DiscardingChunk}.
 */
record ConsultingOnChunk(Addressing transaction, SmtpCommand.Bdat bdat) implements SmtpState {
    @Override
    public SmtpDialogue dialogue() {
        return transaction.dialogue();
    }

    @Override
    public boolean inTransaction() {
        return true;
    }

    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.Permitted) {
            return Optional.of(ReceivingChunk.begin(new Chunking(dialogue(), transaction.envelope(), 0), bdat, true));
        }
        if (input instanceof SmtpInput.Forbidden forbidden) {
            Greeted next = new Greeted(dialogue());
            return Optional.of(forbidden.close()
                    ? end(forbidden.reply())
                    : DiscardingChunk.then(bdat, ReceivingChunk.answer(next, transaction.envelope(), bdat, forbidden.reply())));
        }
        return Optional.empty();
    }
}
