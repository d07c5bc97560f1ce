package org.sterna.config;

import java.time.Duration;

/**
 * The POP3 server: {@code sterna.pop3}.
 *
 * @param timeout idle time
 */
public record Pop3Settings(Duration timeout) {
    static Pop3Settings read(SettingsReader settings) {
        return new Pop3Settings(
                settings.duration("sterna.pop3.timeout", "1 s", "1 d"));
    }
}
