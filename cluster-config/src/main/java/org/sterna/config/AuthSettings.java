package org.sterna.config;

import java.time.Duration;

/**
 * Logins: {@code sterna.auth}.
 *
 * @param argon2    cost of a hash
 * @param cacheSize logins remembered; 0 for none
 * @param cacheTtl  how long they are
 */
public record AuthSettings(Argon2Settings argon2, int cacheSize, Duration cacheTtl) {
    static AuthSettings read(SettingsReader settings) {
        return new AuthSettings(
                Argon2Settings.read(settings),
                settings.number("sterna.auth.cache.size", 0, 10_000_000),
                settings.duration("sterna.auth.cache.ttl", "0 s", "1 d"));
    }
}
