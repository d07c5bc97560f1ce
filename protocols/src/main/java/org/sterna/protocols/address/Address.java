package org.sterna.protocols.address;

import java.util.Optional;

/** A local-part and a domain: RFC 5321's Mailbox, RFC 5322's addr-spec. */
public record Address(LocalPart localPart, Domain domain) implements ReversePath, ForwardPath {
    /** RFC 5321 section 4.5.3.1.3 bounds a path, angle brackets included, at 256 octets. */
    public static final int MAX_OCTETS = 254;

    /** @throws IllegalArgumentException when both parts together are longer than 254 octets */
    public Address {
        if (octets(localPart, domain) > MAX_OCTETS) {
            throw new IllegalArgumentException("address is longer than " + MAX_OCTETS + " octets");
        }
    }

    /** Reads {@code local@domain} without angle brackets; empty when the text is no address. */
    public static Optional<Address> parse(String text) {
        // A quoted local-part may hold an at sign, a domain may not: the last one divides.
        int at = text.lastIndexOf('@');
        if (at < 1) {
            return Optional.empty();
        }
        return LocalPart.parse(text.substring(0, at)).flatMap(local -> Domain.parse(text.substring(at + 1))
                .filter(domain -> octets(local, domain) <= MAX_OCTETS)
                .map(domain -> new Address(local, domain)));
    }

    /** The wire form without angle brackets. */
    @Override
    public String toString() {
        return localPart + "@" + domain.text();
    }

    @Override
    public String path() {
        return "<" + this + ">";
    }

    private static int octets(LocalPart localPart, Domain domain) {
        return localPart.toString().length() + 1 + domain.text().length();
    }
}
