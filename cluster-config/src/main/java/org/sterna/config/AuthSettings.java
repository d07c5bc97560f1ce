package org.sterna.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Logins: {@code sterna.auth}.
 *
 * @param mechanisms      of SASL, in capitals; offered where the connection can carry them
 * @param defaultDomain   of names that have none
 * @param scramIterations of keys that are derived now
 * @param oauth           bearer tokens
 * @param guessing        failed logins
 * @param argon2          cost of a hash
 * @param cacheSize       logins remembered; 0 for none
 * @param cacheTtl        how long they are
 */
public record AuthSettings(List<String> mechanisms, Optional<String> defaultDomain, int scramIterations, OauthSettings oauth, GuessSettings guessing,
                           Argon2Settings argon2, int cacheSize, Duration cacheTtl) {
    private static final Set<String> KNOWN = Set.of("PLAIN", "LOGIN", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS",
            "OAUTHBEARER", "XOAUTH2", "EXTERNAL");

    static AuthSettings read(SettingsReader settings) {
        return new AuthSettings(
                mechanisms(settings),
                Optional.of(settings.text("sterna.auth.default-domain", "empty, or a domain such as example.org", name -> name.isEmpty() || HostName.isQualified(name)))
                        .filter(name -> !name.isEmpty()),
                settings.number("sterna.auth.scram.iterations", 4096, 1_000_000),
                OauthSettings.read(settings),
                GuessSettings.read(settings),
                Argon2Settings.read(settings),
                settings.number("sterna.auth.cache.size", 0, 10_000_000),
                settings.duration("sterna.auth.cache.ttl", "0 s", "1 d"));
    }

    private static List<String> mechanisms(SettingsReader settings) {
        String path = "sterna.auth.mechanisms";
        String allowed = "a list of some of " + String.join(", ", KNOWN.stream().sorted().toList());
        List<String> mechanisms = settings.list(path, allowed, AuthSettings::mechanism);
        if (mechanisms.isEmpty()) {
            throw settings.wrong(path, allowed + ", and not empty: nobody could log in");
        }
        return mechanisms;
    }

    private static String mechanism(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!KNOWN.contains(upper)) {
            throw new IllegalArgumentException(name);
        }
        return upper;
    }
}
