package org.sterna.config;

import java.time.Duration;

/**
 * How what nobody needs any more is removed: {@code sterna.sweep}.
 *
 * @param interval    between the ends and beginnings of rounds
 * @param rate        accounts, mailboxes, messages and blobs looked at in a second
 * @param orphanAge   how old octets without a message must be to be taken for forgotten
 * @param deleteAfter how long condemned octets can still be read
 */
public record SweepSettings(Duration interval, int rate, Duration orphanAge, Duration deleteAfter) {
    static SweepSettings read(SettingsReader settings) {
        return new SweepSettings(settings.duration("sterna.sweep.interval", "1 m", "365 d"), settings.number("sterna.sweep.rate", 1, 1_000_000),
                settings.duration("sterna.sweep.orphan-age", "1 h", "365 d"), settings.duration("sterna.sweep.delete-after", "0 s", "30 d"));
    }
}
