package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * A report as a reader who is not ours reads it, and strictly.
 *
 * @param header names in lower case
 * @param parts  of the outermost multipart, encodings undone
 */
public record ParsedReport(Map<String, String> header, List<Part> parts) {
    public record Part(String type, String text) { }

    public static ParsedReport of(byte[] message) {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.STRICT);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);        // an embedded message is one part
        Map<String, String> header = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        boolean inPart = false;
        try {
            stream.parse(new ByteArrayInputStream(message));
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (state == EntityState.T_START_BODYPART) {
                    inPart = true;
                } else if (state == EntityState.T_FIELD && !inPart) {
                    header.put(stream.getField().getName().toLowerCase(Locale.ROOT), stream.getField().getBody().strip());
                } else if (state == EntityState.T_BODY) {
                    parts.add(new Part(stream.getBodyDescriptor().getMimeType(), new String(stream.getDecodedInputStream().readAllBytes(), UTF_8)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MimeException e) {
            throw new AssertionError(e);
        }
        return new ParsedReport(header, parts);
    }

    /** The groups of fields of the second part: of the message first, then of each recipient (RFC 3464 section 2.1). */
    public List<Map<String, String>> groups() {
        List<Map<String, String>> groups = new ArrayList<>();
        for (String group : parts.get(1).text().replaceAll("\r\n[ \t]+", " ").strip().split("\r\n\r\n")) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String line : group.split("\r\n")) {
                int colon = line.indexOf(':');
                if (fields.put(line.substring(0, colon), line.substring(colon + 1).strip()) != null) {
                    throw new AssertionError("twice: " + line);
                }
            }
            groups.add(fields);
        }
        return groups;
    }
}
