package org.sterna.protocols.address;

/** RFC 5321 section 4.1.1.3: a source route in front of a mailbox is accepted and ignored. */
final class SourceRoute {
    private SourceRoute() {}

    /** Where the mailbox begins in {@code <mailbox>} or {@code <@one,@two:mailbox>}; -1 when the path is neither. */
    static int startOfMailbox(String text, int from, int to, AddressForm form) {
        if (to - from < 3 || text.charAt(from) != '<' || text.charAt(to - 1) != '>') {
            return -1;
        }
        if (text.charAt(from + 1) != '@') {
            return from + 1;
        }
        int colon = endOfRoute(text, from, to);
        if (colon < 0) {
            return -1;
        }
        for (String hop : text.substring(from + 1, colon).split(",", -1)) {
            if (!hop.startsWith("@") || Domain.parse(hop.substring(1), form).isEmpty()) {
                return -1;
            }
        }
        return colon + 1;
    }

    /** The first colon outside brackets, for an IPv6 literal has colons of its own. */
    private static int endOfRoute(String text, int from, int to) {
        boolean literal = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
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
