package org.sterna.protocols.address;

import java.util.Locale;
import java.util.Optional;

/**
 * What stands left of the at sign (RFC 5321 section 4.1.2), without the quoting it may need on the wire:
 * {@code "a b"} and {@code "a\ b"} are the same local-part {@code a b}. Case is kept, because only the
 * domain's own host may say whether it matters (RFC 5321 section 2.4).
 *
 * @param value printable ASCII and spaces; at most 64 octets when printed
 */
public record LocalPart(String value) {
    /** RFC 5321 section 4.5.3.1.1. */
    public static final int MAX_OCTETS = 64;

    /** @throws IllegalArgumentException when a character or the length is not allowed */
    public LocalPart {
        if (!value.chars().allMatch(c -> Ascii.isPrintableOrSpace((char) c))) {
            throw new IllegalArgumentException("local-part holds a character outside printable ASCII");
        }
        if (print(value).length() > MAX_OCTETS) {
            throw new IllegalArgumentException("local-part is longer than " + MAX_OCTETS + " octets");
        }
    }

    /** Reads a Dot-string or a Quoted-string; empty when the text is neither, or too long. */
    public static Optional<LocalPart> parse(String text) {
        Optional<String> value = isDotString(text) ? Optional.of(text) : unquote(text);
        return value.filter(v -> print(v).length() <= MAX_OCTETS).map(LocalPart::new);
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
            } else if (Ascii.isAtext(c)) {
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
            if (!Ascii.isPrintableOrSpace(c)) {
                return Optional.empty();
            }
            value.append(c);
        }
        return Optional.of(value.toString());
    }
}
