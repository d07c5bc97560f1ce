package org.sterna.platform.reception;

import java.util.Optional;
import org.sterna.protocols.smtp.ContentCheck;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.SmtpInput;

/** One chunk of a message that comes by BDAT. RFC 3030 section 2. */
final class ChunkContent implements ContentSource {
    private final ContentCheck check;
    private final IncomingContent into;
    private final boolean last;
    private long open;
    private Optional<SmtpInput> end = Optional.empty();

    /** @param check of the whole message, which goes from chunk to chunk */
    ChunkContent(ContentCheck check, IncomingContent into, long octets, boolean last) {
        this.check = check;
        this.into = into;
        this.open = octets;
        this.last = last;
    }

    @Override
    public int feed(byte[] octets, int offset, int length) {
        int used = (int) Math.min(length, open);
        check.feed(octets, offset, used, into::add);
        open -= used;
        return used;
    }

    @Override
    public Optional<SmtpInput> end() {
        if (open == 0 && end.isEmpty()) {
            Optional<Reply> fault = last ? check.finish(into::add) : check.fault();
            end = Optional.of(fault.<SmtpInput>map(SmtpInput.ChunkRefused::new).orElseGet(SmtpInput.ChunkComplete::new));
        }
        return end;
    }
}
