package org.sterna.config;

/**
 * What clients may take: {@code sterna.limits}.
 *
 * @param enabled        whether limits and penalties for single clients apply
 * @param maxConnections of one port; applies always
 */
public record LimitsSettings(boolean enabled, int maxConnections) {
    static LimitsSettings read(SettingsReader settings) {
        return new LimitsSettings(
                settings.flag("sterna.limits.enabled"),
                settings.number("sterna.limits.max-connections", 1, 1_000_000));
    }
}
