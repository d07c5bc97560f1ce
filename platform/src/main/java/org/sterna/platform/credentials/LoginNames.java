package org.sterna.platform.credentials;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sterna.persistence.directory.Directory;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.precis.Profile;

/** From the name a client gives to the address under which its account is stored. */
public final class LoginNames {
    private final Function<Address, String> keys;

    private LoginNames(Function<Address, String> keys) {
        this.keys = keys;
    }

    /** As the directory names addresses: domains by their own name, local parts without case where it does not matter. */
    public static LoginNames of(Supplier<Directory> directory) {
        return new LoginNames(address -> directory.get().key(address));
    }

    /** Names have no case. */
    static LoginNames withoutCase() {
        return new LoginNames(address -> address.toString().toLowerCase(Locale.ROOT));
    }

    /** Empty if it can be no account's name. */
    Optional<String> key(String name) {
        return Profile.USERNAME_CASE_PRESERVED.enforce(name).flatMap(text -> Address.parse(text, AddressForm.UTF8)).map(keys);
    }
}
