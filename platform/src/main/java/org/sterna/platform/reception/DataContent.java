package org.sterna.platform.reception;

import java.util.Optional;
import org.sterna.protocols.smtp.DataDecoder;
import org.sterna.protocols.smtp.SmtpInput;

/** What follows DATA. RFC 5321 section 4.1.1.4. */
record DataContent(DataDecoder decoder, IncomingContent into) implements ContentSource {
    @Override
    public int feed(byte[] octets, int offset, int length) {
        return decoder.feed(octets, offset, length, into::add);
    }

    @Override
    public Optional<SmtpInput> end() {
        return decoder.end().map(SmtpInput.class::cast);
    }
}
