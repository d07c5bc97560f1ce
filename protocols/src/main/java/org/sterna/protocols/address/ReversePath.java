package org.sterna.protocols.address;

import java.util.Optional;

/** Where reports about a message go (RFC 5321 section 4.1.1.2): an address, or nowhere. */
public sealed interface ReversePath permits NullReversePath, Address {
    /** The wire form with angle brackets, as {@link Address#path()} has it. */
    String path();

    /** Whether it can only be sent with SMTPUTF8 (RFC 6531 section 3.2). */
    boolean needsUtf8();

    /** As {@link #parse(String, AddressForm)} in {@link AddressForm#ASCII}. */
    static Optional<ReversePath> parse(String path) {
        return parse(path, AddressForm.ASCII);
    }

    /** Reads a path, as Unicode text with its angle brackets; empty when it is malformed. */
    static Optional<ReversePath> parse(String path, AddressForm form) {
        return parse(path, 0, path.length(), form);
    }

    /** As {@link #parse(String, AddressForm)} for the part of a text from one index to before the other. */
    static Optional<ReversePath> parse(String text, int from, int to, AddressForm form) {
        if (to - from == 2 && text.startsWith("<>", from)) {
            return Optional.of(NullReversePath.NULL);
        }
        int mailbox = SourceRoute.startOfMailbox(text, from, to, form);
        Optional<Address> address = mailbox < 0 ? Optional.empty() : Address.parse(text, mailbox, to - 1, form);
        return address.isPresent() ? Optional.of(address.get()) : Optional.empty();
    }
}
