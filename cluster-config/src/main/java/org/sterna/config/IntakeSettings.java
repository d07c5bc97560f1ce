package org.sterna.config;

import java.time.Duration;

/**
 * Windows of accepted messages: {@code sterna.intake}.
 *
 * @param window       when one is closed
 * @param windowOctets or with how many octets
 * @param ttl          how long they are kept; more than the queue's lifetime
 */
public record IntakeSettings(Duration window, int windowOctets, Duration ttl) {
    static IntakeSettings read(SettingsReader settings) {
        return new IntakeSettings(settings.duration("sterna.intake.window", "100 ms", "1 m"),
                settings.size("sterna.intake.window-size", "64 KiB", "14 MiB"),
                settings.duration("sterna.intake.ttl", "1 h", "400 d"));
    }
}
