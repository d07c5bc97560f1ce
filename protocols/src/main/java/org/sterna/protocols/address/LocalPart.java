package org.sterna.protocols.address;

import java.util.Locale;
import java.util.Optional;

/**
 * What stands left of the at sign (RFC 5321 section 4.1.2), without the quoting it may need on the wire:
 * {@code "a b"} and {@code "a\ b"} are the same local-part {@code a b}. Case is kept, because only the
 * domain's own host may say whether it matters (RFC 5321 section 2.4).
 *
 * <p>It may hold characters outside ASCII (RFC 6531 section 3.3), which stay as they are: nothing is composed or
 * decomposed, for only the domain's own host knows which spellings are one mailbox (RFC 6530 section 10.1).
 *
 * @param value Unicode text: printable ASCII, spaces, and beyond ASCII all but controls, separators of lines, U+FEFF and
 *     what is no character; at most 64 octets of UTF-8 when printed
 */
public record LocalPart(String value) {
    /** RFC 5321 section 4.5.3.1.1. */
    public static final int MAX_OCTETS = 64;

    /** @throws IllegalArgumentException when a character or the length is not allowed */
    public LocalPart {
        if (!isAllowed(value)) {
            throw new IllegalArgumentException("local-part holds a character that is not allowed");
        }
        if (Utf8.octets(print(value)) > MAX_OCTETS) {
            throw new IllegalArgumentException("local-part is longer than " + MAX_OCTETS + " octets");
        }
    }

    /** As {@link #parse(String, AddressForm)} in {@link AddressForm#ASCII}. */
    public static Optional<LocalPart> parse(String text) {
        return parse(text, AddressForm.ASCII);
    }

    /** Reads a Dot-string or a Quoted-string, as Unicode text; empty when the text is neither, or too long. */
    public static Optional<LocalPart> parse(String text, AddressForm form) {
        if (!isAllowed(text) || form == AddressForm.ASCII && !Utf8.isAscii(text)) {
            return Optional.empty();
        }
        Optional<String> value = isDotString(text) ? Optional.of(text) : unquote(text);
        return value.isPresent() && Utf8.octets(print(value.get())) <= MAX_OCTETS ? Optional.of(new LocalPart(value.get())) : Optional.empty();
    }

    /** Whether it can be sent without SMTPUTF8. */
    public boolean isAscii() {
        return Utf8.isAscii(value);
    }

    /** RFC 5321 section 4.5.1: the name every host must know, in any case. */
    public boolean isPostmaster() {
        return value.toLowerCase(Locale.ROOT).equals("postmaster");
    }

    /** The wire form: quoted only when it must be, as RFC 5321 section 4.1.2 asks. */
    @Override
    public String toString() {
        return print(value);
    }

    private static String print(String value) {
        return isDotString(value) ? value : quote(value);
    }

    private static boolean isDotString(String text) {
        boolean atomOpen = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && atomOpen) {
                atomOpen = false;
            } else if (Ascii.isAtext(c) || c > 127) {           // RFC 6531 section 3.3: atext =/ UTF8-non-ascii
                atomOpen = true;
            } else {
                return false;
            }
        }
        return atomOpen;
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static Optional<String> unquote(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"') {
            return Optional.empty();
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i == last) {
                    return Optional.empty();
                }
                c = text.charAt(i);
            } else if (c == '"') {
                return Optional.empty();
            }
            value.append(c);
        }
        return Optional.of(value.toString());
    }

    private static boolean isAllowed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127) {
                return text.codePoints().skip(text.codePointCount(0, i)).allMatch(LocalPart::isAllowed);
            }
            if (!Ascii.isPrintableOrSpace(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(int point) {
        if (point < 128) {
            return Ascii.isPrintableOrSpace((char) point);
        }
        int type = Character.getType(point);
        boolean noCharacter = point >= 0xfdd0 && point <= 0xfdef || (point & 0xfffe) == 0xfffe;
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR && point != 0xfeff && !noCharacter;
    }
}
