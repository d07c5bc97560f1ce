package org.sterna.protocols.address;

import java.util.Optional;

/** A local-part and a domain: RFC 5321's Mailbox, as RFC 6531 section 3.3 extends it; RFC 5322's addr-spec. */
public record Address(LocalPart localPart, Domain domain) implements ReversePath, ForwardPath {
    /** RFC 5321 section 4.5.3.1.3 bounds a path, angle brackets included, at 256 octets. */
    public static final int MAX_OCTETS = 254;

    /** @throws IllegalArgumentException when both parts together are longer than 254 octets */
    public Address {
        if (!fits(localPart, domain)) {
            throw new IllegalArgumentException("address is longer than " + MAX_OCTETS + " octets");
        }
    }

    /** As {@link #parse(String, AddressForm)} in {@link AddressForm#ASCII}. */
    public static Optional<Address> parse(String text) {
        return parse(text, AddressForm.ASCII);
    }

    /** Reads {@code local@domain}, Unicode text without angle brackets; empty when it is no address of that form. */
    public static Optional<Address> parse(String text, AddressForm form) {
        return parse(text, 0, text.length(), form);
    }

    /** As {@link #parse(String, AddressForm)} for a part of a text. Step by step, for every address of every transaction comes through here. */
    static Optional<Address> parse(String text, int from, int to, AddressForm form) {
        // A quoted local-part may hold an at sign, a domain may not: the last one divides.
        int at = text.lastIndexOf('@', to - 1);
        if (at <= from) {
            return Optional.empty();
        }
        Optional<LocalPart> localPart = LocalPart.parse(text.substring(from, at), form);
        Optional<Domain> domain = localPart.isPresent() ? Domain.parse(text.substring(at + 1, to), form) : Optional.empty();
        return domain.isPresent() && fits(localPart.get(), domain.get())
                ? Optional.of(new Address(localPart.get(), domain.get()))
                : Optional.empty();
    }

    /** The wire form without angle brackets: the domain as A-labels, so that only the local-part can hold characters outside ASCII. */
    @Override
    public String toString() {
        return localPart + "@" + domain.text();
    }

    /** The same with U-labels in the domain: for people, and for trace fields of messages sent with SMTPUTF8 (RFC 6531 section 3.7.3). */
    public String unicode() {
        return localPart + "@" + domain.unicode();
    }

    /** Unicode text; in ASCII unless {@link #needsUtf8()}, for the domain is written as A-labels. */
    @Override
    public String path() {
        return "<" + this + ">";
    }

    @Override
    public boolean needsUtf8() {
        return !localPart.isAscii();
    }

    /** No local-part is so long that it need be counted beside a domain of usual length. */
    private static boolean fits(LocalPart localPart, Domain domain) {
        int room = MAX_OCTETS - 1 - domain.text().length();
        return room >= LocalPart.MAX_OCTETS || room >= Utf8.octets(localPart.toString());
    }
}
