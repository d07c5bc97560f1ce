package org.sterna.platform.reception;

import java.util.Optional;
import org.sterna.protocols.smtp.SmtpInput;

/** A chunk that nobody wants: its octets come all the same (RFC 3030 section 2). */
final class DiscardedChunk implements ContentSource {
    private final long most;
    private long open;
    private long thrown;

    /** @param most how many are read in the hope of their end */
    DiscardedChunk(long octets, long most) {
        open = octets;
        this.most = most;
    }

    boolean isHopeless() {
        return thrown > most && open > 0;
    }

    @Override
    public int feed(byte[] octets, int offset, int length) {
        int used = (int) Math.min(length, open);
        open -= used;
        thrown += used;
        return used;
    }

    @Override
    public Optional<SmtpInput> end() {
        return open == 0 ? Optional.of(new SmtpInput.ChunkComplete()) : Optional.empty();
    }
}
