package org.sterna.protocols.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018 section 5.2) as passlib ({@code $pbkdf2-sha256$rounds$salt$hash}), Django ({@code pbkdf2_sha256$rounds$salt$hash}) and
 * Dovecot ({@code $1$salt$rounds$hex}, with SHA-1) write it.
 */
final class Pbkdf2Password implements PasswordHash {
    private static final int MOST_ITERATIONS = 2_000_000;
    private static final Pattern PASSLIB = Pattern.compile("\\$pbkdf2(?:-(sha1|sha256|sha512))?\\$(\\d{1,7})\\$([A-Za-z0-9./]{1,88})\\$([A-Za-z0-9./]{16,88})");
    private static final Pattern DJANGO = Pattern.compile("pbkdf2_(sha1|sha256)\\$(\\d{1,7})\\$([^$\\s]{1,64})\\$([A-Za-z0-9+/]{16,88}={0,2})");
    private static final Pattern DOVECOT = Pattern.compile("\\$1\\$([^$\\s]{1,64})\\$(\\d{1,7})\\$([0-9a-fA-F]{20,128})");

    private final String algorithm;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private Pbkdf2Password(String algorithm, int iterations, byte[] salt, byte[] hash) {
        this.algorithm = algorithm;
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    static Optional<Pbkdf2Password> parse(String text) {
        try {
            Matcher form = PASSLIB.matcher(text);
            if (form.matches()) {
                return of(Optional.ofNullable(form.group(1)).orElse("sha1"), form.group(2), adapted(form.group(3)), adapted(form.group(4)));
            }
            form = DJANGO.matcher(text);
            if (form.matches()) {
                return of(form.group(1), form.group(2), ascii(form.group(3)), Base64.getDecoder().decode(form.group(4)));
            }
            form = DOVECOT.matcher(text);
            return form.matches() ? of("sha1", form.group(2), ascii(form.group(1)), HexFormat.of().parseHex(form.group(3))) : Optional.empty();
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }

    private static Optional<Pbkdf2Password> of(String digest, String rounds, byte[] salt, byte[] hash) {
        int iterations = Integer.parseInt(rounds);
        return iterations < 1 || iterations > MOST_ITERATIONS || hash.length < 10 || salt.length == 0 ? Optional.empty()
                : Optional.of(new Pbkdf2Password("PBKDF2WithHmac" + digest.toUpperCase(Locale.ROOT), iterations, salt, hash));
    }

    /** passlib's base64: a dot for the plus, and no padding. */
    private static byte[] adapted(String text) {
        return Base64.getDecoder().decode(text.replace('.', '+'));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean verify(String password) {
        if (password.isEmpty()) {
            return false;                                            // the JDK takes no empty one, and nobody has one
        }
        PBEKeySpec asked = new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length * 8);
        try {
            return MessageDigest.isEqual(hash, SecretKeyFactory.getInstance(algorithm).generateSecret(asked).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        } finally {
            asked.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "Pbkdf2Password[" + algorithm + ", " + iterations + "]";
    }
}
