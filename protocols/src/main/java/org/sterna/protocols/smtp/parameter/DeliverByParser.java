package org.sterna.protocols.smtp.parameter;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 120;R} or {@code -60;NT}. RFC 2852 section 4. */
final class DeliverByParser {
    private static final Pattern BY = Pattern.compile("([+-]?\\d{1,9});([NRnr])([Tt]?)");

    private DeliverByParser() {}

    static Optional<DeliverBy> parse(String value) {
        Matcher by = BY.matcher(value);
        if (!by.matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(by.group(1));
        DeliverBy.Mode mode = by.group(2).equalsIgnoreCase("R") ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        // What must come back at once need not be sent: a syntax error by decree.
        return mode == DeliverBy.Mode.RETURN && seconds <= 0
                ? Optional.empty()
                : Optional.of(new DeliverBy(Duration.ofSeconds(seconds), mode, !by.group(3).isEmpty()));
    }
}
