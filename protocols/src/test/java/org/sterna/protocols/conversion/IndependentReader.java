package org.sterna.protocols.conversion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** What a reader who is not ours finds in a message. */
final class IndependentReader {
    private IndependentReader() { }

    /** Type and octets of every leaf, encodings undone; the octets as ISO 8859-1. */
    static List<String> leaves(byte[] message) {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.PERMISSIVE);
        List<String> leaves = new ArrayList<>();
        try {
            stream.parse(new ByteArrayInputStream(message));
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (state == EntityState.T_BODY) {
                    leaves.add(stream.getBodyDescriptor().getMimeType() + ": "
                            + new String(stream.getDecodedInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MimeException e) {
            throw new AssertionError(e);
        }
        return leaves;
    }
}
