package org.sterna.protocols.dkim;

import java.util.Optional;

/** How a signature is made. */
public enum SignatureAlgorithm {
    /** RFC 6376 section 3.3.1. Never made and never accepted: RFC 8301 section 3.1. */
    RSA_SHA1("rsa", "sha1"),
    /** RFC 6376 section 3.3.2. */
    RSA_SHA256("rsa", "sha256"),
    /** RFC 8463 section 3. */
    ED25519_SHA256("ed25519", "sha256");

    private final String keyType;
    private final String hash;

    SignatureAlgorithm(String keyType, String hash) {
        this.keyType = keyType;
        this.hash = hash;
    }

    /** The name in the tag a=. */
    public String text() {
        return keyType + "-" + hash;
    }

    /** The name in a key record's k=. */
    public String keyType() {
        return keyType;
    }

    /** The name in a key record's h=. */
    String hash() {
        return hash;
    }

    /** In any case, as all literals of the grammar (RFC 5234 section 2.3). */
    public static Optional<SignatureAlgorithm> of(String text) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.text().equalsIgnoreCase(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
