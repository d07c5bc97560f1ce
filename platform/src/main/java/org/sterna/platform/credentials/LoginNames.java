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
    private final Optional<String> defaultDomain;
    private final Function<Address, String> keys;

    private LoginNames(Optional<String> defaultDomain, Function<Address, String> keys) {
        this.defaultDomain = defaultDomain;
        this.keys = keys;
    }

    /**
     * As the directory names addresses: domains by their own name, local parts without case where it does not matter.
     *
     * @param defaultDomain of a name without one; if there is none, such a name is nobody's
     */
    public static LoginNames of(Optional<String> defaultDomain, Supplier<Directory> directory) {
        return new LoginNames(defaultDomain, address -> directory.get().key(address));
    }

    /** Names have no case, and without a domain they are of this one. */
    static LoginNames withoutCase(String defaultDomain) {
        return new LoginNames(Optional.of(defaultDomain), address -> address.toString().toLowerCase(Locale.ROOT));
    }

    /** Empty if it can be no account's name. */
    Optional<String> key(String name) {
        return Profile.USERNAME_CASE_PRESERVED.enforce(name).map(this::withDomain).flatMap(text -> Address.parse(text, AddressForm.UTF8)).map(keys);
    }

    private String withDomain(String name) {
        return name.indexOf('@') < 0 ? defaultDomain.map(domain -> name + '@' + domain).orElse(name) : name;
    }
}
