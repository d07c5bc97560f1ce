package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The encoding of mailbox names in RFC 3501 section 5.1.3. Only the one canonical form of a name is accepted. */
final class ModifiedUtf7 {
    private ModifiedUtf7() {
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '&') {
                encoded.append("&-");
                i++;
            } else if (isDirect(c)) {
                encoded.append(c);
                i++;
            } else {
                int end = i;
                while (end < text.length() && !isDirect(text.charAt(end))) {
                    end++;
                }
                byte[] utf16 = text.substring(i, end).getBytes(StandardCharsets.UTF_16BE);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
                encoded.append('&').append(base64.replace('/', ',')).append('-');
                i = end;
            }
        }
        return encoded.toString();
    }

    /** Unicode text, or empty if this is not what {@link #encode} makes of any text. */
    static Optional<String> decode(String encoded) {
        StringBuilder text = new StringBuilder(encoded.length());
        int i = 0;
        while (i < encoded.length()) {
            char c = encoded.charAt(i);
            if (c != '&') {
                text.append(c);
                i++;
                continue;
            }
            int end = encoded.indexOf('-', i);
            if (end < 0) {
                return Optional.empty();
            }
            if (end == i + 1) {
                text.append('&');
            } else {
                Optional<String> shifted = shifted(encoded.substring(i + 1, end));
                if (shifted.isEmpty()) {
                    return Optional.empty();
                }
                text.append(shifted.get());
            }
            i = end + 1;
        }
        // Other spellings (printable octets encoded, adjacent shifts, stray bits) would give one mailbox two names.
        return Optional.of(text.toString()).filter(decoded -> encode(decoded).equals(encoded));
    }

    private static Optional<String> shifted(String base64) {
        try {
            byte[] utf16 = Base64.getDecoder().decode(base64.replace(',', '/'));
            return Optional.of(StandardCharsets.UTF_16BE.newDecoder().decode(ByteBuffer.wrap(utf16)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
