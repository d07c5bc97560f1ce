package org.sterna.protocols.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.sterna.protocols.crypto.bouncycastle.Ed25519Signature;

/** Makes private keys, reads them and signs with them, RSA by the Java platform's own providers. */
public final class PrivateKeys {
    /** RFC 8301 section 3.2 wants at least 1024 and advises 2048; the record of a larger one does not fit into one DNS packet everywhere. */
    private static final int RSA_BITS = 2048;

    private PrivateKeys() { }

    /** A new pair, RSA of {@value #RSA_BITS} bits or Ed25519; RSA takes some tenths of a second. */
    public static KeyPair generate(SignatureAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name(algorithm));
            if (algorithm != SignatureAlgorithm.ED25519_SHA256) {
                generator.initialize(RSA_BITS);
            }
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);     // Java 15 and later have both
        }
    }

    /**
     * Reads a key.
     *
     * @param pkcs8 PrivateKeyInfo (RFC 5208 section 5)
     * @throws IllegalArgumentException when it is none of that algorithm
     */
    public static PrivateKey read(SignatureAlgorithm algorithm, byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(name(algorithm)).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("no private key for " + algorithm.text(), unreadable);
        }
    }

    private static String name(SignatureAlgorithm algorithm) {
        return algorithm == SignatureAlgorithm.ED25519_SHA256 ? "Ed25519" : "RSA";
    }

    /** RFC 8017 section 8.2.1, the hash given. */
    static byte[] signRsa(PrivateKey key, byte[] hash) throws GeneralSecurityException {
        byte[] prefix = PublicKeys.sha256Info();
        byte[] info = Arrays.copyOf(prefix, prefix.length + hash.length);
        System.arraycopy(hash, 0, info, prefix.length, hash.length);
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);               // with a private key: the padding of signatures
        return cipher.doFinal(info);
    }

    static byte[] signEd25519(PrivateKey key, byte[] hash) throws GeneralSecurityException {
        byte[] octets = ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new InvalidKeyException("a key that does not show its octets"));
        return Ed25519Signature.sign(octets, hash);
    }
}
