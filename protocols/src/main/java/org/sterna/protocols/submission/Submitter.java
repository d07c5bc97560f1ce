package org.sterna.protocols.submission;

import java.time.ZonedDateTime;
import java.util.function.Predicate;
import org.sterna.protocols.address.Address;

/**
 * Who submits a message, and what a fix needs from outside.
 *
 * @param address of the account; its domain completes addresses
 * @param owns whether an address is another name of the account; asked for those in From and Sender
 * @param messageId the identifier to give to a message that has none: unique for ever, the {@code msg-id} of RFC 5322 section 3.6.4
 *     without its angle brackets
 * @param at when the message came
 * @param utf8 whether the transaction is one with SMTPUTF8, so that fields may hold UTF-8 (RFC 6532 section 3)
 */
public record Submitter(Address address, Predicate<Address> owns, String messageId, ZonedDateTime at, boolean utf8) {
    /** @throws IllegalArgumentException when the identifier would not be one in a header field */
    public Submitter {
        if (!MessageIdField.isIdentifier(messageId)) {
            throw new IllegalArgumentException("not a message identifier: " + messageId);
        }
    }

    boolean isNamedBy(Address other) {
        return address.equals(other) || owns.test(other);
    }

    /** Whether the account's address can be written in this message. */
    boolean canBeWritten() {
        return utf8 || !address.needsUtf8();
    }
}
