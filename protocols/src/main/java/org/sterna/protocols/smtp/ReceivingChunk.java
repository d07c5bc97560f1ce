package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/** Fourth: a chunk comes. Before: {@link Addressing} or {@link Chunking}; next: {@link Chunking} or {@link StoringMessage}. */
record ReceivingChunk(Chunking transaction, SmtpCommand.Bdat bdat) implements SmtpState {
    static Step begin(Chunking transaction, SmtpCommand.Bdat bdat, boolean first) {
        return new Step(new ReceivingChunk(transaction, bdat),
                List.of(new SmtpAction.ReceiveChunk(transaction.envelope(), bdat.octets(), first, bdat.last())));
    }

    /** Throws the chunk away, and with it the transaction. */
    static Step fail(Chunking transaction, SmtpCommand.Bdat bdat, Reply reply) {
        Step answer = answer(new Greeted(transaction.dialogue()), transaction.envelope(), bdat, reply);
        return SmtpState.first(new SmtpAction.DropContent(), DiscardingChunk.then(bdat, answer));
    }

    /** RFC 2033 section 4.3: with LMTP the last chunk gets one reply for each recipient, all others get one. */
    static Step answer(SmtpState next, Envelope envelope, SmtpCommand.Bdat bdat, Reply reply) {
        return bdat.last() ? StoringMessage.answer(next, envelope, reply) : SmtpState.relay(next, reply);
    }

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
        return Awaits.CHUNK;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.ChunkComplete) {
            return Optional.of(complete());
        }
        if (input instanceof SmtpInput.ChunkRefused refused) {
            // RFC 3030 section 2: the transaction has failed; further chunks meet a session without one.
            return Optional.of(SmtpState.first(new SmtpAction.DropContent(),
                    answer(new Greeted(dialogue()), transaction.envelope(), bdat, refused.reply())));
        }
        return Optional.empty();
    }

    private Step complete() {
        Envelope envelope = transaction.envelope();
        if (bdat.last()) {
            return new Step(new StoringMessage(dialogue(), envelope), List.of(new SmtpAction.StoreMessage(envelope)));
        }
        SmtpDialogue counted = bdat.octets() == 0 ? dialogue().withIdleCommand() : dialogue();
        return SmtpState.sayCounted(new Chunking(counted, envelope, transaction.octets() + bdat.octets()),
                Replies.success(bdat.octets() + " octets received"));
    }
}
