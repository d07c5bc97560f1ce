package org.sterna.platform.credentials;

import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.LoginRights;

/** Logins for tests where one account may act for all others. */
final class MasterUser {
    private MasterUser() { }

    /** @param master its address */
    static Authenticator authenticator(AccountDirectory addresses, String master) {
        return TestLogins.authenticator(address -> addresses.find(address).thenApply(found -> found.map(entry -> address.equals(master) ? promoted(entry) : entry)));
    }

    private static AddressEntry promoted(AddressEntry entry) {
        return new AddressEntry(entry.address(), entry.event(), entry.exists(), entry.inbox(), entry.password(), entry.limits(),
                new LoginRights(entry.rights().denied(), true, entry.rights().apps()));
    }
}
