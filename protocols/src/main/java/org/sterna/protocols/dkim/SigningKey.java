package org.sterna.protocols.dkim;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/**
 * A private key that signs for a domain.
 *
 * @param domain A-labels, in lower case
 * @param selector under which the public key is published
 * @param algorithm of the key's type, not {@link SignatureAlgorithm#RSA_SHA1}
 */
public record SigningKey(String domain, String selector, SignatureAlgorithm algorithm, PrivateKey key) {
    public SigningKey {
        if (algorithm == SignatureAlgorithm.RSA_SHA1) {
            throw new IllegalArgumentException("rsa-sha1 signs nothing");            // RFC 8301 section 3.1
        }
    }

    /**
     * The signature over a SHA-256 hash.
     *
     * @throws IllegalStateException when the key is not of its algorithm's type
     */
    public byte[] sign(byte[] hash) {
        try {
            return algorithm == SignatureAlgorithm.RSA_SHA256 ? PrivateKeys.signRsa(key, hash) : PrivateKeys.signEd25519(key, hash);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("key " + selector + " of " + domain + " cannot sign", unusable);
        }
    }

    /** The name of the record that publishes the key (RFC 6376 section 3.6.2.1). */
    public String recordName() {
        return selector + "._domainkey." + domain;
    }
}
