package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a server's reply to EHLO offers. RFC 5321 section 4.1.1.1.
 *
 * @param keywords each extension's line in upper case
 */
record ServerOffer(List<String> keywords) {
    /** What HELO offers. */
    static final ServerOffer NOTHING = new ServerOffer(List.of());

    static ServerOffer in(Reply reply) {
        return new ServerOffer(reply.lines().stream()
                .skip(1)
                .map(line -> line.strip().toUpperCase(Locale.ROOT))
                .toList());
    }

    boolean has(String keyword) {
        return keywords.stream().anyMatch(line -> line.equals(keyword) || line.startsWith(keyword + " "));
    }

    /** RFC 1870 section 4: the limit in octets; empty when there is none, or none is told. */
    OptionalLong sizeLimit() {
        return keywords.stream()
                .filter(line -> line.matches("SIZE \\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .filter(limit -> limit > 0)
                .findFirst();
    }
}
