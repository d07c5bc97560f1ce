package org.sterna.config;

import java.time.Duration;

/**
 * How a planned stop goes: {@code sterna.drain}.
 *
 * @param notice  between the moment the node is not ready any more and the closing of its ports
 * @param timeout how long open connections may take then to end what is under way
 */
public record DrainSettings(Duration notice, Duration timeout) {
    static DrainSettings read(SettingsReader settings) {
        return new DrainSettings(settings.duration("sterna.drain.notice", "0 s", "30 s"), settings.duration("sterna.drain.timeout", "0 s", "60 s"));
    }
}
