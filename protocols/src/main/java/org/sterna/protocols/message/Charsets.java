package org.sterna.protocols.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** Turns octets into Unicode text without ever failing. */
final class Charsets {
    private Charsets() {
    }

    static Optional<Charset> named(String name) {
        try {
            Charset charset = Charset.forName(name.strip());
            // Nearly everything labelled US-ASCII that is not is UTF-8; the caller's fallback deals with both.
            return charset.equals(StandardCharsets.US_ASCII) ? Optional.empty() : Optional.of(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** Decodes by the charset given, else as UTF-8 if the octets are that, else as ISO 8859-1. */
    static String decode(byte[] octets, Optional<Charset> charset) {
        if (charset.isPresent() && !charset.get().equals(StandardCharsets.UTF_8)) {
            return new String(octets, charset.get());
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            return new String(octets, charset.orElse(StandardCharsets.ISO_8859_1));
        }
    }

    /** As above, of an octet string whose charset nobody named. */
    static String decode(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 127) {
                return decode(octets.getBytes(StandardCharsets.ISO_8859_1), Optional.empty());
            }
        }
        return octets;
    }
}
