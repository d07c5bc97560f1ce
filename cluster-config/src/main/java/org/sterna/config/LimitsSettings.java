package org.sterna.config;

/**
 * What clients may take: {@code sterna.limits}.
 *
 * @param enabled                  whether limits and penalties for single clients apply
 * @param maxConnections           of all clients together; applies always
 * @param maxConnectionsPerAddress of one IP address; applies if enabled
 */
public record LimitsSettings(boolean enabled, int maxConnections, int maxConnectionsPerAddress) {
    static LimitsSettings read(SettingsReader settings) {
        return new LimitsSettings(
                settings.flag("sterna.limits.enabled"),
                settings.number("sterna.limits.max-connections", 1, 1_000_000),
                settings.number("sterna.limits.max-connections-per-address", 1, 1_000_000));
    }
}
