package org.sterna.protocols.address;

import java.util.Optional;

/** What stands right of the at sign: a name or the literal address of a host (RFC 5321 section 4.1.2). */
public sealed interface Domain permits DomainName, AddressLiteral {
    /** Lower-case ASCII, at most 255 octets; a literal has its brackets. */
    String text();

    /** Reads {@code example.org}, {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}; empty when it is none of them. */
    static Optional<Domain> parse(String text) {
        return text.startsWith("[")
                ? AddressLiteral.parse(text).map(Domain.class::cast)
                : DomainName.parse(text).map(Domain.class::cast);
    }
}
