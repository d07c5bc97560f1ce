package org.sterna.protocols.crypto.bouncycastle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.sterna.protocols.crypto.PasswordHash;

/**
 * A password as it is stored: the parameters, the salt and the Argon2id hash. RFC 9106. Its text is the PHC string
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash} that other programs read and write.
 */
public final class Argon2Password implements PasswordHash {
    /** RFC 9106 section 3.1 recommends 16 octets of salt. */
    public static final int SALT_OCTETS = 16;

    private static final int HASH_OCTETS = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,4}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    /**
     * What a hash costs.
     *
     * @param memoryKibibytes 8 per lane to 1048576
     * @param iterations 1 to 1000
     * @param parallelism lanes, 1 to 16
     */
    public record Cost(int memoryKibibytes, int iterations, int parallelism) {
        /** 19 MiB, two passes, one lane: the OWASP recommendation for servers that hash on each login. */
        public static final Cost STANDARD = new Cost(19_456, 2, 1);

        /** @throws IllegalArgumentException when a number is out of its range */
        public Cost {
            if (!isAllowed(memoryKibibytes, iterations, parallelism)) {
                throw new IllegalArgumentException("Argon2 cost out of range: m=" + memoryKibibytes + ",t=" + iterations
                        + ",p=" + parallelism);
            }
        }

        static boolean isAllowed(int memoryKibibytes, int iterations, int parallelism) {
            return parallelism >= 1 && parallelism <= 16 && iterations >= 1 && iterations <= 1000
                    && memoryKibibytes >= 8 * parallelism && memoryKibibytes <= 1 << 20;
        }
    }

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2Password(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * Hashes a password. It takes tens of milliseconds of processor time and the memory of its cost.
     *
     * @param salt 8 to 64 random octets, {@link #SALT_OCTETS} by choice; copied
     * @throws IllegalArgumentException when the salt has another length
     */
    public static Argon2Password hash(String password, byte[] salt, Cost cost) {
        if (salt.length < 8 || salt.length > 64) {
            throw new IllegalArgumentException("a salt has 8 to 64 octets, not " + salt.length);
        }
        return new Argon2Password(cost, salt.clone(), compute(password, salt, cost, HASH_OCTETS));
    }

    /** Reads a PHC string; empty when it is none, is of another algorithm or asks for an absurd cost. */
    public static Optional<Argon2Password> parse(String phc) {
        Matcher form = PHC.matcher(phc);
        if (!form.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(form.group(1));
        int iterations = Integer.parseInt(form.group(2));
        int parallelism = Integer.parseInt(form.group(3));
        if (!Cost.isAllowed(memory, iterations, parallelism)) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(form.group(4));
            byte[] hash = Base64.getDecoder().decode(form.group(5));
            return Optional.of(new Argon2Password(new Cost(memory, iterations, parallelism), salt, hash));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public boolean verify(String password) {
        return MessageDigest.isEqual(hash, compute(password, salt, cost, hash.length));
    }

    /** What it cost, so that a caller may hash anew when the standard has moved. */
    public Cost cost() {
        return cost;
    }

    /** The PHC string, to be stored and not to be logged. */
    public String phc() {
        return "$argon2id$v=19$m=" + cost.memoryKibibytes() + ",t=" + cost.iterations() + ",p=" + cost.parallelism()
                + "$" + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    /** Without salt and hash. */
    @Override
    public String toString() {
        return "Argon2Password[" + cost + "]";
    }

    private static byte[] compute(String password, byte[] salt, Cost cost, int octets) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKibibytes())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[octets];
        generator.generateBytes(secret, hash);
        Arrays.fill(secret, (byte) 0);
        return hash;
    }
}
