package org.sterna.persistence.account;

import org.sterna.persistence.identity.MailboxId;

/**
 * An account, or a free address that was in use once.
 *
 * @param exists   false once the account, alias or recipient was removed
 * @param password the forms in which it is stored, one space between them
 * @param limits   the account's own
 * @param rights   what it may log in for, and its app passwords
 */
public record AddressEntry(String address, long event, boolean exists, MailboxId inbox, String password, QuotaLimits limits, LoginRights rights)
        implements AddressUse {
    static AddressEntry of(Account account) {
        return new AddressEntry(account.address(), account.events(), account.exists(),
                account.exists() ? account.folders().get(Account.INBOX).mailbox() : new MailboxId("0"), account.password(), account.limits(), account.rights());
    }

    /** One with the usual rights. */
    public AddressEntry(String address, long event, boolean exists, MailboxId inbox, String password, QuotaLimits limits) {
        this(address, event, exists, inbox, password, limits, LoginRights.USUAL);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AddressEntry[" + address + ", event " + event + (exists ? "]" : ", removed]");
    }
}
