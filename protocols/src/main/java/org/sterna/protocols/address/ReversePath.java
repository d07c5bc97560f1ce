package org.sterna.protocols.address;

import java.util.Optional;

/** Where reports about a message go (RFC 5321 section 4.1.1.2): an address, or nowhere. */
public sealed interface ReversePath permits NullReversePath, Address {
    /** The wire form with angle brackets. */
    String path();

    /** Reads a path with its angle brackets; empty when it is malformed. */
    static Optional<ReversePath> parse(String path) {
        if (path.equals("<>")) {
            return Optional.of(NullReversePath.NULL);
        }
        return SourceRoute.mailboxIn(path).flatMap(Address::parse).map(ReversePath.class::cast);
    }
}
