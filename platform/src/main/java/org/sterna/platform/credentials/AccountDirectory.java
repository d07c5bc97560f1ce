package org.sterna.platform.credentials;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;

/** Where accounts are looked up. Answers later, and quickly for those that were asked for a moment ago. */
@FunctionalInterface
public interface AccountDirectory {
    /**
     * The account with this address, if there is one.
     *
     * @param address as the directory names it, see {@link LoginNames}
     */
    CompletionStage<Optional<AddressEntry>> find(String address);
}
