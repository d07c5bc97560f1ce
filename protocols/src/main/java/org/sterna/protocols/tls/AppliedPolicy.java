package org.sterna.protocols.tls;

import java.util.List;
import java.util.Locale;

/**
 * What a sender went by, as reports on TLS name it (RFC 8460 section 4.4).
 *
 * @param domain  of the recipients
 * @param strings TLSA records as in a zone, or the lines of a policy
 * @param mx      patterns of a policy
 */
public record AppliedPolicy(Type type, String domain, List<String> strings, List<String> mx) {
    public AppliedPolicy {
        strings = List.copyOf(strings);
        mx = List.copyOf(mx);
    }

    /** Whose policy it was. */
    public enum Type {
        TLSA, STS, NO_POLICY_FOUND;

        /** As in a report. */
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Nothing is known of the domain. */
    public static AppliedPolicy none(String domain) {
        return new AppliedPolicy(Type.NO_POLICY_FOUND, domain, List.of(), List.of());
    }
}
