package org.sterna.persistence.identity;

import java.util.random.RandomGenerator;

/**
 * Names a mailbox; its MAILBOXID (RFC 8474 section 4) and the name of its Mailbox entity.
 *
 * @param value 1 to 40 of the characters 0-9 and a-z
 */
public record MailboxId(String value) {
    public MailboxId {
        if (!Base32.isName(value, 40)) {
            throw new IllegalArgumentException("not the name of a mailbox: " + value);
        }
    }

    /** A name that nobody else will make: 120 random bits. */
    public static MailboxId random(RandomGenerator random) {
        byte[] octets = new byte[15];
        random.nextBytes(octets);
        return new MailboxId(Base32.print(octets));
    }

    @Override
    public String toString() {
        return value;
    }
}
