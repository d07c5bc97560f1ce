package org.sterna.platform.routing;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/** What routing asks the store. Stages fail if the store does not answer. */
public interface AddressBook {
    /**
     * What an address is used for; empty if it is free.
     *
     * @param key see {@link org.sterna.persistence.directory.Directory#key}
     */
    CompletionStage<Optional<AddressUse>> lookup(String key);

    /** Some account, the same one as long as nothing changes. */
    CompletionStage<Optional<Address>> anyAccount();

    /** That of the node, which remembers what it was asked a moment ago. */
    static AddressBook of(AddressView view) {
        return new AddressBook() {
            @Override
            public CompletionStage<Optional<AddressUse>> lookup(String key) {
                return view.lookup(key);
            }

            @Override
            public CompletionStage<Optional<Address>> anyAccount() {
                return view.anyAccount().thenApply(found -> found.flatMap(account -> Address.parse(account.address(), AddressForm.UTF8)));
            }
        };
    }
}
