package org.sterna.protocols.crypto;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;
import org.sterna.protocols.crypto.bouncycastle.BcryptPassword;

/** A password as it is stored. Immutable; no implementation prints salt or hash. */
public interface PasswordHash {
    /** The name of the scheme that Dovecot and LDAP servers write before the hash. */
    Pattern SCHEME = Pattern.compile("\\{[A-Za-z0-9.-]{1,24}}(.*)");

    /** Whether the password is the one that was hashed; costs as much as hashing, and does not tell by its time. */
    boolean verify(String password);

    /**
     * Reads a hash in the form of one of the programs that write such: {@code $argon2id$}, {@code $2b$}, {@code $6$}, {@code $pbkdf2-sha256$},
     * {@code pbkdf2_sha256$}, {@code {SSHA}} and their like, each also behind a name of the scheme.
     *
     * @return empty when it is none of them, or asks for an absurd cost
     */
    static Optional<PasswordHash> parse(String text) {
        Optional<PasswordHash> salted = SaltedSha.parse(text).map(PasswordHash.class::cast);
        if (salted.isPresent()) {
            return salted;
        }
        Matcher scheme = SCHEME.matcher(text);
        String bare = scheme.matches() ? scheme.group(1) : text;
        if (bare.startsWith("$argon2id$")) {
            return Argon2Password.parse(bare).map(PasswordHash.class::cast);
        }
        if (bare.startsWith("$2")) {
            return BcryptPassword.parse(bare).map(PasswordHash.class::cast);
        }
        if (bare.startsWith("$6$")) {
            return Sha512Crypt.parse(bare).map(PasswordHash.class::cast);
        }
        return Pbkdf2Password.parse(bare).map(PasswordHash.class::cast);
    }
}
