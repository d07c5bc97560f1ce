package org.sterna.protocols.smtp.parameter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the values of HOLDFOR and HOLDUNTIL. RFC 4865 section 3. */
final class FutureReleaseParser {
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,8}");
    /** RFC 3339 section 5.6, in UTC. */
    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z", Pattern.CASE_INSENSITIVE);

    private FutureReleaseParser() {}

    static Optional<FutureRelease> holdFor(String value) {
        return SECONDS.matcher(value).matches()
                ? Optional.of(new FutureRelease.HoldFor(Duration.ofSeconds(Long.parseLong(value))))
                : Optional.empty();
    }

    static Optional<FutureRelease> holdUntil(String value) {
        if (!DATE_TIME.matcher(value).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FutureRelease.HoldUntil(Instant.parse(value)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
