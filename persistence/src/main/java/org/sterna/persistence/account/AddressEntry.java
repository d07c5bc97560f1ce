package org.sterna.persistence.account;

import java.util.Optional;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.MailboxId;

/**
 * What the hot lookups want to know of an address: a view of the Account entity, complete up to the given event.
 *
 * @param exists   false once the account was removed
 * @param password PHC string
 */
public record AddressEntry(String address, long event, boolean exists, MailboxId inbox, String password, Optional<Long> quota) {
    private static final int FORMAT = 1;

    public static AddressEntry of(Account account) {
        return new AddressEntry(account.address(), account.events(), account.exists(),
                account.exists() ? account.folders().get(Account.INBOX).mailbox() : new MailboxId("0"), account.password(), account.quota());
    }

    public byte[] toOctets() {
        return new FieldWriter().octet(FORMAT).text(address).number(event).flag(exists).text(inbox.value()).text(password)
                .optional(quota, FieldWriter::number).toOctets();
    }

    public static AddressEntry read(FieldReader in) {
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("address entry format " + format + " is not known to this version of Sterna");
        }
        return new AddressEntry(in.text(), in.number(), in.flag(), new MailboxId(in.text()), in.text(), in.optional(FieldReader::number));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AddressEntry[" + address + ", event " + event + (exists ? "]" : ", removed]");
    }
}
