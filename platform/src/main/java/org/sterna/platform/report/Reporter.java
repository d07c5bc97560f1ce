package org.sterna.platform.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.Optional;
import org.sterna.config.ReportSettings;
import org.sterna.persistence.report.ReportDay;
import org.sterna.protocols.address.Address;

/**
 * Who reports.
 *
 * @param organization for people
 * @param contact      whom to ask
 */
record Reporter(Address from, String organization, String contact, Clock clock) {
    private static final int DIGITS = 32;

    /** Empty when there is no address that reports could come from. */
    static Optional<Reporter> of(ReportSettings settings, String hostName, Clock clock) {
        String from = settings.from().orElse("postmaster@" + hostName);
        return Address.parse(from).filter(address -> !address.needsUtf8())
                .map(address -> new Reporter(address, settings.organization().orElse(hostName), settings.contact().orElse(from), clock));
    }

    /** The domain that reports. */
    String submitter() {
        return from.domain().text();
    }

    ZonedDateTime date() {
        return clock.instant().atZone(ZoneOffset.UTC);
    }

    /** Letters and digits that name a report, or what leaves of it for one destination; the same whenever they are asked for. */
    String token(ReportDay day, String domain, String destination) {
        String all = String.join("\n", submitter(), day.kind().word(), Long.toString(day.day()), domain, destination);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8))).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }
}
