package org.sterna.config;

import java.time.Duration;

/**
 * The POP3 server: {@code sterna.pop3}.
 *
 * @param timeout    idle time
 * @param loginDelay between the beginnings of two sessions of one account; zero if they may come as they like
 */
public record Pop3Settings(Duration timeout, Duration loginDelay) {
    static Pop3Settings read(SettingsReader settings) {
        return new Pop3Settings(
                settings.duration("sterna.pop3.timeout", "1 s", "1 d"),
                settings.duration("sterna.pop3.login-delay", "0 s", "5 m"));
    }
}
