package org.sterna.config;

import java.time.Duration;

/**
 * The lease of this node: {@code sterna.lease}.
 *
 * @param valid how long it is good
 * @param renew how often it is renewed; at most half of valid
 */
public record LeaseSettings(Duration valid, Duration renew) {
    static LeaseSettings read(SettingsReader settings) {
        Duration valid = settings.duration("sterna.lease.valid", "1 s", "10 m");
        Duration renew = settings.duration("sterna.lease.renew", "100 ms", "5 m");
        if (renew.multipliedBy(2).compareTo(valid) > 0) {
            throw settings.wrong("sterna.lease.renew", "at most half of sterna.lease.valid");
        }
        return new LeaseSettings(valid, renew);
    }
}
