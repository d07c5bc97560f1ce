package org.sterna.protocols.tlsrpt;

import java.util.Optional;

/** Which policy was applied to a session (RFC 8460 section 4.4). */
public enum PolicyType {
    TLSA("tlsa"),
    STS("sts"),
    NONE("no-policy-found");

    private final String word;

    PolicyType(String word) {
        this.word = word;
    }

    /** As a report says it. */
    public String word() {
        return word;
    }

    static Optional<PolicyType> of(String word) {
        for (PolicyType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
