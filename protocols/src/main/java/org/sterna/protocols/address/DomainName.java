package org.sterna.protocols.address;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A domain name of letters, digits and hyphens (RFC 5321 section 4.1.2). Its internationalized labels are kept as A-labels
 * (RFC 5890 section 2.3.2.1), so that two spellings of one name are equal.
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

    /** As {@link #parse(String, AddressForm)} in {@link AddressForm#ASCII}. */
    public static Optional<DomainName> parse(String text) {
        return isName(text) ? Optional.of(new DomainName(text.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /** Reads a name in any case; empty when it is none of that form. A-labels are read in both forms and need not decode. */
    public static Optional<DomainName> parse(String text, AddressForm form) {
        // A name is never longer in UTF-16 than in its A-labels.
        if (form == AddressForm.ASCII || text.length() > MAX_OCTETS || Utf8.isAscii(text)) {
            return parse(text);
        }
        StringJoiner ascii = new StringJoiner(".");
        for (String label : text.split("\\.", -1)) {
            Optional<String> read = Utf8.isAscii(label) ? Optional.of(label) : UnicodeLabel.toAscii(label);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            ascii.add(read.get());
        }
        return parse(ascii.toString());
    }

    @Override
    public String unicode() {
        if (!text.contains(UnicodeLabel.PREFIX)) {
            return text;
        }
        return String.join(".", Arrays.stream(text.split("\\.")).map(label -> UnicodeLabel.toUnicode(label).orElse(label)).toList());
    }

    @Override
    public String toString() {
        return text;
    }

    /** One pass without allocation: every address of every transaction comes through here. */
    private static boolean isName(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_OCTETS) {
            return false;
        }
        int label = 0;
        for (int i = 0; i <= length; i++) {
            char c = i < length ? text.charAt(i) : '.';
            if (c == '.') {
                if (i == label || i - label > MAX_LABEL_OCTETS || text.charAt(label) == '-' || text.charAt(i - 1) == '-') {
                    return false;
                }
                label = i + 1;
            } else if (c != '-' && !Ascii.isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }
}
