package org.sterna.protocols.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code {SSHA}}, {@code {SSHA256}} and {@code {SSHA512}} as LDAP servers and Dovecot store them: the hash, then the salt. */
final class SaltedSha implements PasswordHash {
    private static final Pattern FORM = Pattern.compile("\\{SSHA(256|512)?}([A-Za-z0-9+/]{20,200}={0,2})");

    private final String algorithm;
    private final byte[] hash;
    private final byte[] salt;

    private SaltedSha(String algorithm, byte[] hash, byte[] salt) {
        this.algorithm = algorithm;
        this.hash = hash;
        this.salt = salt;
    }

    static Optional<SaltedSha> parse(String text) {
        int end = text.indexOf('}') + 1;
        Matcher form = FORM.matcher(text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end));
        if (!form.matches()) {
            return Optional.empty();
        }
        String bits = Optional.ofNullable(form.group(1)).orElse("1");
        int octets = bits.equals("1") ? 20 : Integer.parseInt(bits) / 8;
        try {
            byte[] both = Base64.getDecoder().decode(form.group(2));
            return both.length <= octets ? Optional.empty() : Optional.of(new SaltedSha("SHA-" + bits, Arrays.copyOf(both, octets),
                    Arrays.copyOfRange(both, octets, both.length)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public boolean verify(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, digest.digest(salt));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return "SaltedSha[" + algorithm + "]";
    }
}
