package org.sterna.protocols.tlsrpt;

import java.net.URI;
import org.sterna.protocols.address.Address;

/** Where a domain wants its reports (RFC 8460 section 3). */
public sealed interface ReportDestination {
    /** As a message. */
    record Mail(Address address) implements ReportDestination { }

    /** By POST. */
    record Https(URI uri) implements ReportDestination { }
}
