package org.sterna.protocols.dmarc;

import java.util.Locale;

/**
 * Why something else was done than the policy asks (RFC 7489 appendix C, PolicyOverrideReason).
 *
 * @param comment may be empty
 */
public record OverrideReason(Type type, String comment) {

    /** The kinds of reasons. */
    public enum Type {
        FORWARDED, SAMPLED_OUT, TRUSTED_FORWARDER, MAILING_LIST, LOCAL_POLICY, OTHER;

        /** As in a report. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
