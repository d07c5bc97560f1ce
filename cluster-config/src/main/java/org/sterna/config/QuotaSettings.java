package org.sterna.config;

import java.util.Optional;

/**
 * What an account may store that has no limits of its own: {@code sterna.quota}.
 *
 * @param octets   of all its messages
 * @param messages in all its mailboxes
 */
public record QuotaSettings(Optional<Long> octets, Optional<Long> messages) {
    static QuotaSettings read(SettingsReader settings) {
        return new QuotaSettings(Optional.of(settings.longSize("sterna.quota.storage", "0 B", "1 PiB")).filter(octets -> octets > 0),
                Optional.of((long) settings.number("sterna.quota.messages", 0, Integer.MAX_VALUE)).filter(messages -> messages > 0));
    }
}
