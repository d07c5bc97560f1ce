package org.sterna.protocols.address;

import java.util.Optional;

/** Where a message goes (RFC 5321 section 4.1.1.3): an address, or this host's postmaster. */
public sealed interface ForwardPath permits Postmaster, Address {
    /** The wire form with angle brackets. */
    String path();

    /** Reads a path with its angle brackets; empty when it is malformed. */
    static Optional<ForwardPath> parse(String path) {
        if (path.equalsIgnoreCase("<postmaster>")) {
            return Optional.of(Postmaster.POSTMASTER);
        }
        return SourceRoute.mailboxIn(path).flatMap(Address::parse).map(ForwardPath.class::cast);
    }
}
