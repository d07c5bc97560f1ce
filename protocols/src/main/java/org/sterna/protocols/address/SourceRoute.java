package org.sterna.protocols.address;

import java.util.Optional;

/** RFC 5321 section 4.1.1.3: a source route in front of a mailbox is accepted and ignored. */
final class SourceRoute {
    private SourceRoute() {}

    /** The text of the mailbox in {@code <mailbox>} or {@code <@one,@two:mailbox>}; empty when it is neither. */
    static Optional<String> mailboxIn(String path) {
        if (path.length() < 3 || !path.startsWith("<") || !path.endsWith(">")) {
            return Optional.empty();
        }
        String inner = path.substring(1, path.length() - 1);
        if (!inner.startsWith("@")) {
            return Optional.of(inner);
        }
        int colon = endOfRoute(inner);
        if (colon < 0) {
            return Optional.empty();
        }
        for (String hop : inner.substring(0, colon).split(",", -1)) {
            if (!hop.startsWith("@") || Domain.parse(hop.substring(1)).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(inner.substring(colon + 1));
    }

    /** The first colon outside brackets, for an IPv6 literal has colons of its own. */
    private static int endOfRoute(String inner) {
        boolean literal = false;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '[') {
                literal = true;
            } else if (c == ']') {
                literal = false;
            } else if (c == ':' && !literal) {
                return i;
            }
        }
        return -1;
    }
}
