package org.sterna.config;

import java.time.Duration;

/**
 * Transactions that are sent again because their reply was lost (RFC 1047): {@code sterna.smtp.duplicates}.
 *
 * @param enabled   whether they are known again
 * @param window    for how long
 * @param silence   after which a reply that was sent counts as lost for a client that sends the same again
 * @param maxClaims how many of them are remembered at a time
 */
public record DuplicateSettings(boolean enabled, Duration window, Duration silence, int maxClaims) {
    static DuplicateSettings read(SettingsReader settings) {
        return new DuplicateSettings(
                settings.flag("sterna.smtp.duplicates.enabled"),
                settings.duration("sterna.smtp.duplicates.window", "1 m", "30 d"),
                settings.duration("sterna.smtp.duplicates.silence", "100 ms", "1 h"),
                settings.number("sterna.smtp.duplicates.max-claims", 100, 10_000_000));
    }
}
