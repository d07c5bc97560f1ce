package org.sterna.protocols.dkim;

import java.security.KeyPair;

/** A pair of keys, made once for all tests of a run. */
public record TestKey(SigningKey signing, String record) {
    public static final TestKey RSA = generate(SignatureAlgorithm.RSA_SHA256, "rsa");
    public static final TestKey ED25519 = generate(SignatureAlgorithm.ED25519_SHA256, "ed");

    static TestKey generate(SignatureAlgorithm algorithm, String selector) {
        KeyPair pair = PrivateKeys.generate(algorithm);
        return new TestKey(new SigningKey("example.org", selector, algorithm, pair.getPrivate()), KeyRecord.text(pair.getPublic()));
    }
}
