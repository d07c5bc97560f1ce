package org.sterna.config;

import java.time.Duration;

/**
 * The log of sessions: {@code sterna.session-log}.
 *
 * @param ttl how long sessions can be looked up
 */
public record SessionLogSettings(Duration ttl) {
    static SessionLogSettings read(SettingsReader settings) {
        return new SessionLogSettings(
                settings.duration("sterna.session-log.ttl", "1 h", "400 d"));
    }
}
