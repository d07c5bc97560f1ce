package org.sterna.protocols.address;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Octets that may be UTF-8 (RFC 3629), as the readers of lines hand them out: one character for each octet. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Reads octets as UTF-8, strictly: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off (RFC 3629 section 3).
     * It does not judge the characters; that is for whoever knows what they stand for.
     *
     * @param octets an octet string: each octet is the character of the same number (ISO 8859-1)
     * @return the Unicode text; empty when the octets are not UTF-8
     */
    public static Optional<String> decode(String octets) {
        if (isAscii(octets)) {
            return Optional.of(octets);
        }
        if (octets.chars().anyMatch(c -> c > 0xff)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Undoes {@link #decode}: the octet string of a text. Lone surrogates become question marks. */
    public static String encode(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Whether all characters are ASCII. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    /** How many octets the text has in UTF-8. */
    static int octets(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
