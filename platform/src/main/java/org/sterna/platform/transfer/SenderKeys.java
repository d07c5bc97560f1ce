package org.sterna.platform.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ReversePath;

/** The texts by which rules name senders and recipients, the closest first. */
final class SenderKeys {
    /** The null reverse-path in rules. */
    static final String NOBODY = "<>";

    private SenderKeys() { }

    /** The account that logged in, the address, its domain, the domains above it with a dot before them; {@code <>} for the null reverse-path. */
    static List<String> of(Optional<String> account, ReversePath sender) {
        List<String> keys = new ArrayList<>();
        account.ifPresent(name -> keys.add(name.toLowerCase(Locale.ROOT)));
        if (sender instanceof Address address) {
            keys.add(text(address));
            keys.addAll(ofDomain(address.domain().text()));
        } else {
            keys.add(NOBODY);
        }
        return keys;
    }

    /** In lower case: rules do not mind the case of a local part. */
    static String text(Address address) {
        String path = address.path();
        return path.substring(1, path.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT) + address.domain().text();
    }

    /** The domain, then {@code .} with each domain above it. */
    static List<String> ofDomain(String domain) {
        List<String> keys = new ArrayList<>();
        keys.add(domain);
        for (int dot = domain.indexOf('.'); dot >= 0 && !domain.startsWith("["); dot = domain.indexOf('.', dot + 1)) {
            keys.add(domain.substring(dot));
        }
        return keys;
    }
}
