package org.sterna.protocols.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SHA-512-crypt, {@code $6$}, as {@code /etc/shadow} has it: Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512". */
final class Sha512Crypt implements PasswordHash {
    private static final int OCTETS = 64;
    private static final int STANDARD_ROUNDS = 5000;
    private static final int LEAST_ROUNDS = 1000;
    /** With the longest password that is looked at, some two seconds; the programs that write such hashes usually take 5000 to 100000. */
    private static final int MOST_ROUNDS = 200_000;
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("\\$6\\$(?:rounds=(\\d{1,7})\\$)?([^$:\\s]{0,16})\\$([A-Za-z0-9./]{86})");

    private final int rounds;
    private final byte[] salt;
    private final String hash;

    private Sha512Crypt(int rounds, String salt, String hash) {
        this.rounds = rounds;
        this.salt = salt.getBytes(StandardCharsets.UTF_8);
        this.hash = hash;
    }

    static Optional<Sha512Crypt> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int rounds = Optional.ofNullable(form.group(1)).map(Integer::parseInt).orElse(STANDARD_ROUNDS);
        return rounds > MOST_ROUNDS ? Optional.empty() : Optional.of(new Sha512Crypt(Math.max(rounds, LEAST_ROUNDS), form.group(2), form.group(3)));
    }

    @Override
    public boolean verify(String password) {
        byte[] computed = encode(compute(password.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), computed);
    }

    private byte[] compute(byte[] key) {
        byte[] other = digest(key, salt, key);
        MessageDigest first = sha512();
        first.update(key);
        first.update(salt);
        first.update(repeated(other, key.length));
        for (int left = key.length; left > 0; left >>= 1) {
            first.update((left & 1) == 1 ? other : key);
        }
        byte[] sum = first.digest();
        MessageDigest ofKey = sha512();
        for (int i = 0; i < key.length; i++) {
            ofKey.update(key);
        }
        byte[] keys = repeated(ofKey.digest(), key.length);
        MessageDigest ofSalt = sha512();
        for (int i = 0; i < 16 + (sum[0] & 0xff); i++) {
            ofSalt.update(salt);
        }
        byte[] salts = repeated(ofSalt.digest(), salt.length);
        MessageDigest digest = sha512();
        for (int round = 0; round < rounds; round++) {
            digest.update((round & 1) == 1 ? keys : sum);
            if (round % 3 != 0) {
                digest.update(salts);
            }
            if (round % 7 != 0) {
                digest.update(keys);
            }
            digest.update((round & 1) == 1 ? sum : keys);
            sum = digest.digest();
        }
        return sum;
    }

    /** As many octets as asked for, of the given ones again and again. */
    private static byte[] repeated(byte[] octets, int length) {
        byte[] result = new byte[length];
        for (int at = 0; at < length; at++) {
            result[at] = octets[at % octets.length];
        }
        return result;
    }

    /** Three octets make four letters, in an order of their own: 0 21 42, 22 43 1, 44 2 23 and so on. */
    private static String encode(byte[] sum) {
        StringBuilder text = new StringBuilder();
        int high = 0;
        int middle = 21;
        int low = 42;
        for (int group = 0; group < 21; group++) {
            append(text, (sum[high] & 0xff) << 16 | (sum[middle] & 0xff) << 8 | sum[low] & 0xff, 4);
            int next = high + 1;
            high = middle + 1;
            middle = low + 1;
            low = next;
        }
        append(text, sum[OCTETS - 1] & 0xff, 2);
        return text.toString();
    }

    private static void append(StringBuilder text, int bits, int letters) {
        for (int i = 0; i < letters; i++) {
            text.append(ALPHABET.charAt(bits >> 6 * i & 0x3f));
        }
    }

    private static byte[] digest(byte[]... parts) {
        MessageDigest digest = sha512();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-512", e);
        }
    }

    @Override
    public String toString() {
        return "Sha512Crypt[" + rounds + "]";
    }
}
