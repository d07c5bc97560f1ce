package org.sterna.protocols.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts together a parameter in the forms of RFC 2231 sections 3 and 4, for those whose value we act on. */
final class ExtendedParameter {
    private static final int MAX_PIECES = 100;

    private ExtendedParameter() {
    }

    /** The value as an octet string, its percent encoding undone, charset and language dropped. */
    static Optional<String> decode(PartDescription part, String name) {
        Optional<String> single = part.parameter(name + "*").map(value -> withoutPercent(withoutCharset(value)));
        if (single.isPresent()) {
            return single;
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < MAX_PIECES; i++) {
            Optional<String> plain = part.parameter(name + "*" + i);
            Optional<String> encoded = part.parameter(name + "*" + i + "*");
            if (plain.isEmpty() && encoded.isEmpty()) {
                break;
            }
            boolean first = i == 0;
            joined.append(plain.orElseGet(() ->
                    withoutPercent(first ? withoutCharset(encoded.get()) : encoded.get())));
        }
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined.toString());
    }

    private static String withoutCharset(String value) {
        int language = value.indexOf('\'');
        int text = language < 0 ? -1 : value.indexOf('\'', language + 1);
        return value.substring(text + 1);
    }

    private static String withoutPercent(String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < octets.length; i++) {
            boolean encoded = octets[i] == '%' && i + 2 < octets.length
                    && Character.digit(octets[i + 1], 16) >= 0 && Character.digit(octets[i + 2], 16) >= 0;
            if (encoded) {
                plain.append((char) (Character.digit(octets[i + 1], 16) << 4 | Character.digit(octets[i + 2], 16)));
                i += 2;
            } else {
                plain.append((char) (octets[i] & 0xff));
            }
        }
        return plain.toString();
    }
}
