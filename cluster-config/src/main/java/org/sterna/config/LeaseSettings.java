package org.sterna.config;

import java.time.Duration;

/**
 * The lease of this node: {@code sterna.lease}.
 *
 * @param valid   how long it is good
 * @param renew   how often it is renewed; at most half of valid
 * @param watch   how often the leases of other nodes are looked at
 * @param guarded whether a process of its own releases it when the node's process ends
 */
public record LeaseSettings(Duration valid, Duration renew, Duration watch, boolean guarded) {
    static LeaseSettings read(SettingsReader settings) {
        Duration valid = settings.duration("sterna.lease.valid", "1 s", "10 m");
        Duration renew = settings.duration("sterna.lease.renew", "100 ms", "5 m");
        if (renew.multipliedBy(2).compareTo(valid) > 0) {
            throw settings.wrong("sterna.lease.renew", "at most half of sterna.lease.valid");
        }
        return new LeaseSettings(valid, renew, settings.duration("sterna.lease.watch", "50 ms", "1 m"), settings.flag("sterna.lease.guard"));
    }
}
