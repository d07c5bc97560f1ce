package org.sterna.persistence.account;

import org.sterna.persistence.identity.MailboxId;

/**
 * An account, or a free address that was in use once.
 *
 * @param exists   false once the account, alias or recipient was removed
 * @param password PHC string
 * @param limits   the account's own
 */
public record AddressEntry(String address, long event, boolean exists, MailboxId inbox, String password, QuotaLimits limits)
        implements AddressUse {
    static AddressEntry of(Account account) {
        return new AddressEntry(account.address(), account.events(), account.exists(),
                account.exists() ? account.folders().get(Account.INBOX).mailbox() : new MailboxId("0"), account.password(), account.limits());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AddressEntry[" + address + ", event " + event + (exists ? "]" : ", removed]");
    }
}
