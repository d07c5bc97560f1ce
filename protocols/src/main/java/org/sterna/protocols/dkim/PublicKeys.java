package org.sterna.protocols.dkim;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import org.sterna.protocols.crypto.bouncycastle.Ed25519Signature;

/** Reads public keys and verifies with them, RSA by the Java platform's own providers. */
final class PublicKeys {
    private static final String RSA = "rsa";
    private static final String ED25519 = "ed25519";
    /** What RFC 8410 section 4 puts in front of the 32 octets of a key. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int ED25519_OCTETS = 32;
    /** RFC 8017 appendix A.1: rsaEncryption, no parameters. */
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    /** RFC 8017 section 9.2, note 1: DigestInfo of SHA-256 without its hash. */
    private static final byte[] SHA256_INFO = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
    /** More than anybody uses; larger ones, and larger exponents, are work for nothing. RFC 8301 section 3.2 demands 4096. */
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 64;

    private PublicKeys() { }

    /** DigestInfo of SHA-256 without its hash, a new array. */
    static byte[] sha256Info() {
        return SHA256_INFO.clone();
    }

    /** The name of k= for a key. */
    static String type(PublicKey key) {
        return key instanceof RSAPublicKey ? RSA : ED25519;
    }

    /** The octets of p= for a key. */
    static byte[] encode(PublicKey key) {
        byte[] info = key.getEncoded();
        return key instanceof RSAPublicKey ? info : Arrays.copyOfRange(info, ED25519_PREFIX.length, info.length);
    }

    /** RSA as SubjectPublicKeyInfo or as bare RSAPublicKey, Ed25519 as its 32 octets (RFC 8463 section 4.2); empty for anything else. */
    static Optional<PublicKey> decode(String type, byte[] octets) {
        if (type.equalsIgnoreCase(ED25519)) {
            return octets.length == ED25519_OCTETS ? read("Ed25519", concat(ED25519_PREFIX, octets)) : Optional.empty();
        }
        if (!type.equalsIgnoreCase(RSA)) {
            return Optional.empty();
        }
        Optional<PublicKey> key = read("RSA", octets);
        return (key.isPresent() ? key : read("RSA", info(octets))).filter(PublicKeys::isReasonable);
    }

    private static Optional<PublicKey> read(String algorithm, byte[] info) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info)));
        } catch (GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isReasonable(PublicKey key) {
        RSAPublicKey rsa = (RSAPublicKey) key;
        return bits(key) <= MAX_RSA_BITS && rsa.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }

    static int bits(PublicKey key) {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 8 * ED25519_OCTETS;
    }

    /** Whether a signature is this key's over this SHA-256 hash. */
    static boolean verify(PublicKey key, byte[] hash, byte[] signature) {
        try {
            return key instanceof RSAPublicKey rsa ? verifyRsa(rsa, hash, signature)
                    : Ed25519Signature.verify(encode(key), hash, signature);                 // RFC 8463 section 3: what is signed is the hash itself
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** RFC 8017 section 8.2.2: the encoded message is made anew and compared, so nothing of what the signature holds is interpreted. */
    private static boolean verifyRsa(RSAPublicKey key, byte[] hash, byte[] signature) throws GeneralSecurityException {
        int octets = (key.getModulus().bitLength() + 7) / 8;
        if (signature.length != octets || new BigInteger(1, signature).compareTo(key.getModulus()) >= 0) {
            return false;
        }
        byte[] expected = new byte[octets];
        Arrays.fill(expected, (byte) 0xff);
        expected[0] = 0;
        expected[1] = 1;
        int info = octets - SHA256_INFO.length - hash.length;
        expected[info - 1] = 0;
        System.arraycopy(SHA256_INFO, 0, expected, info, SHA256_INFO.length);
        System.arraycopy(hash, 0, expected, info + SHA256_INFO.length, hash.length);
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return MessageDigest.isEqual(expected, cipher.doFinal(signature));
    }

    /** A bare RSAPublicKey (RFC 8017 appendix A.1.1) as SubjectPublicKeyInfo (RFC 5280 section 4.1). */
    private static byte[] info(byte[] bare) {
        byte[] bits = concat(new byte[] {0}, bare);
        return der(0x30, concat(RSA_ALGORITHM, der(0x03, bits)));
    }

    private static byte[] der(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 4);
        out.write(tag);
        if (value.length < 128) {
            out.write(value.length);
        } else if (value.length < 256) {
            out.write(0x81);
            out.write(value.length);
        } else {
            out.write(0x82);
            out.write(value.length >> 8);
            out.write(value.length);
        }
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
