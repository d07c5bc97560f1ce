package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/**
 * The octets of a chunk that nobody wants are read, lest they be taken for commands. RFC 3030 section 2.
 *
 * @param after what is done when they are
 */
record DiscardingChunk(SmtpDialogue dialogue, Step after) implements SmtpState {
    static Step then(SmtpCommand.Bdat bdat, Step after) {
        if (bdat.octets() == 0) {
            return after;
        }
        SmtpDialogue dialogue = ((SmtpState) after.session()).dialogue();
        return new Step(new DiscardingChunk(dialogue, after), List.of(new SmtpAction.DiscardChunk(bdat.octets())));
    }

    @Override
    public Awaits awaits() {
        return Awaits.CHUNK;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return input instanceof SmtpInput.ChunkEnded ? Optional.of(after) : Optional.empty();
    }
}
