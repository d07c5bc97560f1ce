package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes the encoded words of RFC 2047 (with the language tag of RFC 2231 section 5) for searching and previews. */
final class EncodedWords {
    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?]*)\\?=");

    private EncodedWords() {
    }

    /**
     * @param octets octet string
     * @return Unicode text; 8-bit octets outside encoded words are read as UTF-8 if they are that (RFC 6532)
     */
    static String decode(String octets) {
        if (!octets.contains("=?")) {
            return Charsets.decode(octets);
        }
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        Optional<Charset> pendingCharset = Optional.empty();
        Matcher matcher = WORD.matcher(octets);
        int at = 0;
        while (matcher.find()) {
            String between = octets.substring(at, matcher.start());
            Optional<Charset> charset = Charsets.named(matcher.group(1));
            boolean adjacent = at > 0 && between.isBlank();    // white space between encoded words is ignored, section 6.2
            if (!adjacent || !charset.equals(pendingCharset)) {
                // Words of one charset are joined before decoding: many senders split characters, against section 5.
                text.append(Charsets.decode(pending.toByteArray(), pendingCharset));
                pending.reset();
            }
            if (!adjacent) {
                text.append(Charsets.decode(between));
            }
            byte[] encoded = matcher.group(3).getBytes(StandardCharsets.ISO_8859_1);
            pending.writeBytes(matcher.group(2).equalsIgnoreCase("b")
                    ? TransferDecoding.base64(encoded) : TransferDecoding.quotedPrintable(encoded, true));
            pendingCharset = charset;
            at = matcher.end();
        }
        return text.append(Charsets.decode(pending.toByteArray(), pendingCharset))
                .append(Charsets.decode(octets.substring(at)))
                .toString();
    }
}
