package org.sterna.protocols.dsn;

import java.time.ZonedDateTime;
import java.util.Optional;
import org.sterna.protocols.address.Address;

/**
 * The message a report is about. RFC 3464 section 2.2.
 *
 * @param reversePath who gets the report
 * @param arrival when the message was accepted
 * @param envelopeId ENVID, decoded (RFC 3461 section 6.3)
 * @param deliverBy when the time of BY is over (RFC 2852 section 5)
 * @param held what FUTURERELEASE asked for, such as {@code for;3600} (RFC 4865 section 5.1.2)
 */
public record ReportSubject(Address reversePath, ZonedDateTime arrival, Optional<String> envelopeId, Optional<ZonedDateTime> deliverBy,
        Optional<String> held) {
    /** A message that asked for nothing. */
    public static ReportSubject of(Address reversePath, ZonedDateTime arrival) {
        return new ReportSubject(reversePath, arrival, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
