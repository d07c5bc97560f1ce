package org.sterna.protocols.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.protocols.sasl.ClientMechanism;

/**
 * What a server's reply to EHLO or LHLO offers. RFC 5321 section 4.1.1.1.
 *
 * @param keywords each extension's line in upper case
 */
public record ServerOffer(List<String> keywords) {
    /** What HELO offers. */
    public static final ServerOffer NOTHING = new ServerOffer(List.of());

    static ServerOffer in(Reply reply) {
        return new ServerOffer(reply.lines().stream()
                .skip(1)
                .map(line -> line.strip().toUpperCase(Locale.ROOT))
                .toList());
    }

    /** @param keyword in upper case, without parameters */
    public boolean has(String keyword) {
        return keywords.stream().anyMatch(line -> line.equals(keyword) || line.startsWith(keyword + " "));
    }

    /** RFC 1870 section 4: the limit in octets; empty when there is none, or none is told. */
    public OptionalLong sizeLimit() {
        return keywords.stream()
                .filter(line -> line.matches("SIZE \\d{1,18}"))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .filter(limit -> limit > 0)
                .findFirst();
    }

    /** RFC 9422 section 4: RCPTMAX, the most recipients of one transaction; empty when none is told. */
    OptionalInt recipientLimit() {
        return limit("RCPTMAX");
    }

    /** RFC 9422 section 4: MAILMAX, the most transactions of one connection; empty when none is told. */
    OptionalInt transactionLimit() {
        return limit("MAILMAX");
    }

    private OptionalInt limit(String name) {
        return keywords.stream()
                .filter(line -> line.startsWith("LIMITS "))
                .flatMap(line -> Arrays.stream(line.split("\\s+")))
                .filter(limit -> limit.matches(name + "=[1-9]\\d{0,5}"))
                .mapToInt(limit -> Integer.parseInt(limit.substring(name.length() + 1)))
                .findFirst();
    }

    /** RFC 4954 section 3: what AUTH names and we know; also in the form with an equals sign that came before the RFC. */
    Set<ClientMechanism> mechanisms() {
        return keywords.stream()
                .filter(line -> line.startsWith("AUTH ") || line.startsWith("AUTH="))
                .flatMap(line -> Arrays.stream(line.substring(5).split("\\s+")))
                .map(ClientMechanism::named).flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** RFC 2852 section 2: the least time of BY in seconds; 0 when none is told. */
    long shortestDeliverBy() {
        return keywords.stream()
                .filter(line -> line.matches("DELIVERBY \\d{1,9}([ ,].*)?"))
                .mapToLong(line -> Long.parseLong(line.split("[ ,]")[1]))
                .findFirst().orElse(0);
    }
}
