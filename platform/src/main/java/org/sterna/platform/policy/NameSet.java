package org.sterna.platform.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ReversePath;

/** Names of hosts and domains, {@code *.suffix} for all below one, and addresses; upper and lower case are the same. */
final class NameSet {
    private static final String BELOW = "*.";

    private final Set<String> exact = new HashSet<>();
    private final Set<String> suffixes = new HashSet<>();

    /**
     * @param check reads an entry, to lower case
     * @throws IllegalArgumentException with the entry that is none
     */
    NameSet(List<String> entries, UnaryOperator<String> check) {
        for (String entry : entries) {
            String name = check.apply(entry);
            if (name.startsWith(BELOW)) {
                suffixes.add(name.substring(BELOW.length()));
            } else {
                exact.add(name);
            }
        }
    }

    boolean contains(String name) {
        if (isEmpty()) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (exact.contains(lower)) {
            return true;
        }
        for (int dot = lower.indexOf('.'); dot >= 0 && !suffixes.isEmpty(); dot = lower.indexOf('.', dot + 1)) {
            if (dot > 0 && suffixes.contains(lower.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** The address or its domain; never the null reverse-path. */
    boolean contains(ReversePath path) {
        return !isEmpty() && path instanceof Address address
                && (exact.contains(address.toString().toLowerCase(Locale.ROOT)) || contains(address.domain().text()));
    }

    boolean isEmpty() {
        return exact.isEmpty() && suffixes.isEmpty();
    }
}
