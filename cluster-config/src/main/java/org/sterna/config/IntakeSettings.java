package org.sterna.config;

import java.time.Duration;

/**
 * Windows of accepted messages: {@code sterna.intake}.
 *
 * @param window       when one is closed
 * @param windowOctets or with how many octets
 * @param ttl          how long they are kept; more than the queue's lifetime
 * @param acceptExpired whether a node starts on a store where nobody has lived for longer than that
 */
public record IntakeSettings(Duration window, int windowOctets, Duration ttl, boolean acceptExpired) {
    static IntakeSettings read(SettingsReader settings) {
        return new IntakeSettings(settings.duration("sterna.intake.window", "100 ms", "1 m"),
                settings.size("sterna.intake.window-size", "64 KiB", "14 MiB"),
                settings.duration("sterna.intake.ttl", "1 h", "400 d"),
                settings.flag("sterna.intake.accept-expired"));
    }
}
