package org.sterna.persistence.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;

/**
 * A password of one program: it can be taken away without changing another.
 *
 * @param name    what its owner calls it, 1 to 64 characters
 * @param stored  the forms in which it is stored, never the password itself
 * @param scopes  what it is for; at least one
 * @param expires from then on it is good for nothing
 */
public record AppPassword(String name, String stored, Set<LoginScope> scopes, Optional<Instant> expires, Instant made) {
    private static final int MAX_NAME = 64;

    public AppPassword {
        scopes = Set.copyOf(scopes);
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl) || scopes.isEmpty()) {
            throw new IllegalArgumentException("an app password has a name of 1 to " + MAX_NAME + " characters and is for something");
        }
    }

    /** Whether it is good for this now. */
    public boolean isFor(LoginScope scope, Instant now) {
        return scopes.contains(scope) && expires.map(now::isBefore).orElse(true);
    }

    void write(FieldWriter out) {
        LoginRights.scopes(out.text(name).text(stored), scopes).optional(expires, FieldWriter::time).time(made);
    }

    static AppPassword read(FieldReader in) {
        return new AppPassword(in.text(), in.text(), LoginRights.scopes(in), in.optional(FieldReader::time), in.time());
    }

    /** Without its forms. */
    @Override
    public String toString() {
        return name + " for " + scopes.stream().sorted().map(LoginScope::word).collect(Collectors.joining(", "))
                + expires.map(until -> " until " + until).orElse("");
    }
}
