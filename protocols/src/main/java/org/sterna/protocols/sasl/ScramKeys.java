package org.sterna.protocols.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps of a password for SCRAM: enough to check who knows it, not enough to log in elsewhere (RFC 5802 section 9). Its text
 * is that of RFC 5803: {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}. Immutable.
 */
public final class ScramKeys {
    /** Octets of a salt. */
    public static final int SALT_OCTETS = 16;
    /** RFC 7677 section 4. */
    public static final int LEAST_ITERATIONS = 4096;
    private static final int MOST_ITERATIONS = 1_000_000;
    private static final Pattern FORM = Pattern.compile("(SCRAM-SHA-(?:1|256))\\$(\\d{1,7}):([A-Za-z0-9+/=]{4,88})\\$([A-Za-z0-9+/=]{4,88}):([A-Za-z0-9+/=]{4,88})");

    private final ScramHash hash;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    private ScramKeys(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        this.hash = hash;
        this.salt = salt;
        this.iterations = iterations;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    /**
     * Derives the keys; costs as many rounds of HMAC as there are iterations.
     *
     * @param salt copied
     * @param iterations 1 to 1000000
     * @return empty if the password holds what SCRAM cannot carry (RFC 5802 section 5.1)
     */
    public static Optional<ScramKeys> derive(ScramHash hash, String password, byte[] salt, int iterations) {
        return SaslPrep.prepare(password).map(prepared -> {
            byte[] salted = hash.salted(prepared.getBytes(StandardCharsets.UTF_8), salt, iterations);
            byte[] clientKey = hash.mac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
            return new ScramKeys(hash, salt.clone(), iterations, hash.hash(clientKey),
                    hash.mac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)));
        });
    }

    /**
     * Keys of no password: a name that is nobody's gets them, always the same ones, so that it looks like an account.
     *
     * @param secret of the host
     */
    public static ScramKeys decoy(ScramHash hash, byte[] secret, String user, int iterations) {
        byte[] octets = ScramHash.SHA_256.mac(secret, user.getBytes(StandardCharsets.UTF_8));
        byte[] nobody = hash.mac(secret, octets);
        return new ScramKeys(hash, Arrays.copyOf(octets, SALT_OCTETS), iterations, nobody, nobody);
    }

    /** Empty if it is no such text. */
    public static Optional<ScramKeys> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(form.group(2));
        ScramHash hash = form.group(1).equals(ScramHash.SHA_1.mechanism()) ? ScramHash.SHA_1 : ScramHash.SHA_256;
        try {
            ScramKeys keys = new ScramKeys(hash, decode(form.group(3)), iterations, decode(form.group(4)), decode(form.group(5)));
            int octets = hash.hash(new byte[0]).length;
            return iterations < 1 || iterations > MOST_ITERATIONS || keys.storedKey.length != octets || keys.serverKey.length != octets
                    ? Optional.empty() : Optional.of(keys);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** To be stored and not to be logged. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return hash.mechanism() + "$" + iterations + ":" + base64.encodeToString(salt) + "$" + base64.encodeToString(storedKey) + ":"
                + base64.encodeToString(serverKey);
    }

    public ScramHash hash() {
        return hash;
    }

    public int iterations() {
        return iterations;
    }

    /** A copy. */
    public byte[] salt() {
        return salt.clone();
    }

    /** Whether the same first message of the server can be said for both. */
    public boolean fitsBeside(ScramKeys other) {
        return hash == other.hash && iterations == other.iterations && Arrays.equals(salt, other.salt);
    }

    /** Whether the proof is that of somebody who knows the password. RFC 5802 section 3. */
    boolean verify(byte[] proof, byte[] authMessage) {
        byte[] signature = hash.mac(storedKey, authMessage);
        boolean right = proof.length == signature.length;
        byte[] clientKey = ScramHash.xor(signature, right ? proof : signature);
        return MessageDigest.isEqual(hash.hash(clientKey), storedKey) & right;
    }

    /** What proves to the client that we know the keys. */
    byte[] serverSignature(byte[] authMessage) {
        return hash.mac(serverKey, authMessage);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys keys && fitsBeside(keys) && MessageDigest.isEqual(storedKey, keys.storedKey)
                && MessageDigest.isEqual(serverKey, keys.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(storedKey);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "ScramKeys[" + hash.mechanism() + ", " + iterations + "]";
    }
}
