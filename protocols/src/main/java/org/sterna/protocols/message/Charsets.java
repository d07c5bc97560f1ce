package org.sterna.protocols.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns octets into Unicode text without ever failing. */
final class Charsets {
    /** What senders mean who use these names: supersets of the charsets, or names that are not registered. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("gb2312", "GB18030"), Map.entry("gbk", "GB18030"), Map.entry("gb_2312-80", "GB18030"),
            Map.entry("shift_jis", "windows-31j"), Map.entry("x-sjis", "windows-31j"), Map.entry("sjis", "windows-31j"),
            Map.entry("ks_c_5601-1987", "x-windows-949"), Map.entry("euc-kr", "x-windows-949"),
            Map.entry("iso-8859-8-i", "ISO-8859-8"), Map.entry("iso-8859-8-e", "ISO-8859-8"),
            Map.entry("windows-874", "x-windows-874"), Map.entry("tis-620", "x-windows-874"),
            Map.entry("cp-850", "IBM850"), Map.entry("x-mac-roman", "x-MacRoman"), Map.entry("macintosh", "x-MacRoman"),
            Map.entry("utf-8mb4", "UTF-8"), Map.entry("unicode-1-1-utf-8", "UTF-8"));

    private Charsets() {
    }

    static Optional<Charset> named(String name) {
        try {
            String stripped = name.strip();
            Charset charset = Charset.forName(MEANT.getOrDefault(stripped.toLowerCase(Locale.ROOT), stripped));
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
