package org.sterna.protocols.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
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

    /** RFC 9422 section 4: RCPTMAX, the most recipients of one message; empty when none is told. */
    OptionalInt recipientLimit() {
        return keywords.stream()
                .filter(line -> line.startsWith("LIMITS "))
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .filter(limit -> limit.matches("RCPTMAX=[1-9]\\d{0,5}"))
                .mapToInt(limit -> Integer.parseInt(limit.substring(8)))
                .findFirst();
    }

    /** RFC 2852 section 2: the least time of BY in seconds; 0 when none is told. */
    long shortestDeliverBy() {
        return keywords.stream()
                .filter(line -> line.matches("DELIVERBY \\d{1,9}([ ,].*)?"))
                .mapToLong(line -> Long.parseLong(line.split("[ ,]")[1]))
                .findFirst().orElse(0);
    }
}
