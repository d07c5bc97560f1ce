package org.sterna.persistence.account;

import java.util.List;
import java.util.Optional;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.MailboxId;

/** What an address is used for, as the hot lookups want to know it: a view of the Account entity, complete up to the given event. */
public sealed interface AddressUse permits AddressEntry, AddressUse.AliasEntry, AddressUse.RelayedEntry {
    /** As the store names it: the domain in lower case, the local part too unless its domain keeps case. */
    String address();

    /** Number of the event it is complete up to. */
    long event();

    /** False once the address is free again. */
    boolean exists();

    /**
     * @param targets at least one
     * @param owner   see {@link Redirection.Alias}
     */
    record AliasEntry(String address, long event, List<String> targets, Optional<String> owner) implements AddressUse {
        /** One without an owner. */
        public AliasEntry(String address, long event, List<String> targets) {
            this(address, event, targets, Optional.empty());
        }

        @Override
        public boolean exists() {
            return true;
        }
    }

    /** @param nextHop empty for that of its domain */
    record RelayedEntry(String address, long event, Optional<String> nextHop) implements AddressUse {
        @Override
        public boolean exists() {
            return true;
        }
    }

    static AddressUse of(Account account) {
        Optional<Redirection> redirection = account.redirection();
        if (redirection.isPresent() && redirection.get() instanceof Redirection.Alias alias) {
            return new AliasEntry(account.address(), account.events(), alias.targets(), alias.owner());
        }
        if (redirection.isPresent() && redirection.get() instanceof Redirection.Relayed relayed) {
            return new RelayedEntry(account.address(), account.events(), relayed.nextHop());
        }
        return AddressEntry.of(account);
    }

    default byte[] toOctets() {
        FieldWriter out = new FieldWriter().octet(1);
        if (this instanceof AddressEntry account) {
            account.rights().write(out.octet(0).text(address()).number(event()).flag(account.exists()).text(account.inbox().value())
                    .text(account.password())).optional(account.limits().octets(), FieldWriter::number).optional(account.limits().messages(), FieldWriter::number);
        } else if (this instanceof AliasEntry alias) {
            out.octet(1).text(address()).number(event()).list(alias.targets(), FieldWriter::text).optional(alias.owner(), FieldWriter::text);
        } else if (this instanceof RelayedEntry relayed) {
            out.octet(2).text(address()).number(event()).optional(relayed.nextHop(), FieldWriter::text);
        } else {
            throw new AssertionError(this);
        }
        return out.toOctets();
    }

    private static AddressEntry account(String address, long event, FieldReader in) {
        boolean exists = in.flag();
        MailboxId inbox = new MailboxId(in.text());
        String password = in.text();
        LoginRights rights = LoginRights.read(in);
        return new AddressEntry(address, event, exists, inbox, password,
                new QuotaLimits(in.optional(FieldReader::number), in.optional(FieldReader::number)), rights);
    }

    static AddressUse read(FieldReader in) {
        int format = in.octet();
        if (format != 1) {
            throw new UnreadableRecordException("address entry format " + format + " is not known to this version of Sterna");
        }
        int kind = in.octet();
        String address = in.text();
        long event = in.number();
        switch (kind) {
            case 0:
                return account(address, event, in);
            case 1:
                return new AliasEntry(address, event, in.list(FieldReader::text), in.optional(FieldReader::text));
            case 2:
                return new RelayedEntry(address, event, in.optional(FieldReader::text));
            default:
                throw new UnreadableRecordException("address entry kind " + kind + " is not known to this version of Sterna");
        }
    }
}
