package org.sterna.protocols.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The beginning of a text part, for previews; {@link FoldedText} is for whole bodies. */
final class MessageText {
    private MessageText() {
    }

    /** As Unicode text. */
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
