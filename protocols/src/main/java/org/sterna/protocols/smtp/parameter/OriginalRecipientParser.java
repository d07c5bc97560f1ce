package org.sterna.protocols.smtp.parameter;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the value of ORCPT. RFC 3461 section 4.2, RFC 6533 section 3. */
final class OriginalRecipientParser {
    /** RFC 3461 section 4.2: up to 500 characters. */
    private static final int MAX_CHARACTERS = 500;
    /** An atom of RFC 5322; an equals sign cannot stand in a parameter's value (RFC 5321 section 4.1.2). */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$%&'*+/?^_`{|}~-]{1,40}");
    /** RFC 6533 section 3: EmbeddedUnicodeChar. */
    private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})\\}");
    private static final String UTF_8 = "utf-8";

    private OriginalRecipientParser() {}

    static Optional<OriginalRecipient> parse(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0 || value.length() > MAX_CHARACTERS || !TYPE.matcher(value.substring(0, semicolon)).matches()) {
            return Optional.empty();
        }
        String type = value.substring(0, semicolon);
        String encoded = value.substring(semicolon + 1);
        Optional<String> address = type.toLowerCase(Locale.ROOT).equals(UTF_8)
                ? unicode(encoded)
                : Xtext.decode(encoded).filter(text -> text.chars().allMatch(c -> c >= ' ' && c <= '~'));
        return address.filter(text -> !text.isEmpty()).map(text -> new OriginalRecipient(type, text));
    }

    /** RFC 6533 section 3: any of the three forms, for each is what remains when nothing is embedded. */
    private static Optional<String> unicode(String encoded) {
        StringBuilder address = new StringBuilder();
        Matcher embedded = EMBEDDED.matcher(encoded);
        int from = 0;
        while (embedded.find()) {
            int character = Integer.parseInt(embedded.group(1), 16);
            if (!Character.isValidCodePoint(character) || character >= 0xd800 && character <= 0xdfff) {
                return Optional.empty();
            }
            address.append(encoded, from, embedded.start()).appendCodePoint(character);
            from = embedded.end();
        }
        String rest = EMBEDDED.matcher(encoded).replaceAll("");
        boolean plain = rest.chars().allMatch(c -> c > ' ' && c != '\\' && c != '+' && c != '=' && c != 0x7f);
        // A line end must not come back by the back door.
        String text = address.append(encoded.substring(from)).toString();
        return plain && text.chars().noneMatch(Character::isISOControl) ? Optional.of(text) : Optional.empty();
    }
}
