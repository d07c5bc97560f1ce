package org.sterna.protocols.spf;

/** Whose domain is asked about. RFC 7208 sections 2.3 and 2.4. */
public enum SpfIdentity {
    HELO("helo"), MAIL_FROM("mailfrom");

    private final String word;

    SpfIdentity(String word) {
        this.word = word;
    }

    /** As it stands in header fields. */
    public String word() {
        return word;
    }
}
