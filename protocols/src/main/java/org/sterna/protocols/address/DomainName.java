package org.sterna.protocols.address;

import java.util.Locale;
import java.util.Optional;

/**
 * A domain name of letters, digits and hyphens (RFC 5321 section 4.1.2), so also one of A-labels
 * (RFC 5890 section 2.3.2.1).
 *
 * @param text lower case; 1 to 255 octets, labels of 1 to 63; no dot at the end
 */
public record DomainName(String text) implements Domain {
    /** RFC 5321 section 4.5.3.1.2. */
    public static final int MAX_OCTETS = 255;
    /** RFC 1035 section 2.3.4. */
    private static final int MAX_LABEL_OCTETS = 63;

    /** @throws IllegalArgumentException when the text is no domain name in lower case */
    public DomainName {
        if (!isName(text) || !text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("not a lower-case domain name: " + text);
        }
    }

    /** Reads a name in any case; empty when it is none. */
    public static Optional<DomainName> parse(String text) {
        return isName(text) ? Optional.of(new DomainName(text.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_OCTETS) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String label) {
        if (label.isEmpty() || label.length() > MAX_LABEL_OCTETS || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        return label.chars().allMatch(c -> c == '-' || Ascii.isLetterOrDigit((char) c));
    }
}
