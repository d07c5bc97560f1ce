package org.sterna.protocols.address;

import java.util.Optional;

/** What stands right of the at sign: a name or the literal address of a host (RFC 5321 section 4.1.2). */
public sealed interface Domain permits DomainName, AddressLiteral {
    /** Lower-case ASCII, at most 255 octets, internationalized labels as A-labels; a literal has its brackets. This form is compared. */
    String text();

    /** For people and for trace fields under SMTPUTF8: {@link #text()} with U-labels in the place of A-labels (RFC 5890 section 2.3.2.1). */
    String unicode();

    /** As {@link #parse(String, AddressForm)} in {@link AddressForm#ASCII}. */
    static Optional<Domain> parse(String text) {
        return parse(text, AddressForm.ASCII);
    }

    /** Reads {@code example.org}, {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}; empty when it is none of them. */
    static Optional<Domain> parse(String text, AddressForm form) {
        Optional<? extends Domain> domain = text.startsWith("[") ? AddressLiteral.parse(text) : DomainName.parse(text, form);
        return domain.isPresent() ? Optional.of(domain.get()) : Optional.empty();
    }
}
