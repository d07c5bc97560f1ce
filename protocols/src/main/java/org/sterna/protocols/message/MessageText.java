package org.sterna.protocols.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The readable text of a message, for SEARCH BODY and TEXT (RFC 9051 section 6.4.4). */
public final class MessageText {
    private MessageText() {
    }

    /**
     * The text parts as Unicode text, one after the other, with the header sections of embedded messages and of parts.
     *
     * @param content all octets of the content, read only; what lies beyond its end counts as empty
     */
    public static String body(MessageStructure structure, byte[] content) {
        StringBuilder text = new StringBuilder();
        append(structure.root(), content, text);
        return text.toString();
    }

    /** The header section as Unicode text, encoded words decoded, one field per line. */
    public static String header(HeaderFields fields) {
        StringBuilder text = new StringBuilder();
        for (HeaderField field : fields) {
            text.append(field.name()).append(": ").append(field.decoded()).append('\n');
        }
        return text.toString();
    }

    private static void append(Part part, byte[] content, StringBuilder text) {
        if (part instanceof Part.Multipart multipart) {
            for (Part child : multipart.children()) {
                appendHeader(child, content, text);
                append(child, content, text);
            }
        } else if (part instanceof Part.EmbeddedMessage embedded) {
            appendHeader(embedded.message(), content, text);
            append(embedded.message(), content, text);
        } else if (part.description().isType("text")) {
            text.append(decode(part.description(), octets(content, part.extent().body()))).append('\n');
        }
    }

    private static void appendHeader(Part part, byte[] content, StringBuilder text) {
        text.append(header(HeaderFields.parse(octets(content, part.extent().header()))));
    }

    private static byte[] octets(byte[] content, OctetRange range) {
        int start = (int) Math.min(range.start(), content.length);
        int end = (int) Math.min(range.end(), content.length);
        return Arrays.copyOfRange(content, start, end);
    }

    /** A text part's body as Unicode text. */
    static String decode(PartDescription description, byte[] body) {
        Optional<Charset> charset = description.decodedParameter("charset").flatMap(Charsets::named);
        // The end of a captured body may cut a UTF-8 character in two; that must not turn the rest into ISO 8859-1.
        byte[] decoded = TransferDecoding.decode(description.encoding(), body);
        int cut = utf8Cut(decoded);
        if (cut < decoded.length && charset.filter(c -> !c.equals(StandardCharsets.UTF_8)).isEmpty()) {
            decoded = Arrays.copyOf(decoded, cut);
        }
        return Charsets.decode(decoded, charset);
    }

    /** The length without an incomplete UTF-8 character at the end. */
    private static int utf8Cut(byte[] octets) {
        int start = octets.length - 1;
        while (start >= 0 && start >= octets.length - 3 && (octets[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0 || (octets[start] & 0xC0) != 0xC0) {
            return octets.length;
        }
        int lead = octets[start] & 0xff;
        int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return octets.length - start < needed ? start : octets.length;
    }
}
