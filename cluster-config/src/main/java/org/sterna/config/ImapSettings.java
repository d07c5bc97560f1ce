package org.sterna.config;

import java.time.Duration;

/**
 * Limits and timeouts of the IMAP server: {@code sterna.imap}.
 *
 * @param preAuthenticationTimeout idle time before authentication
 * @param timeout                  idle time after it
 */
public record ImapSettings(Duration preAuthenticationTimeout, Duration timeout) {
    static ImapSettings read(SettingsReader settings) {
        return new ImapSettings(
                settings.duration("sterna.imap.pre-authentication-timeout", "1 s", "1 h"),
                settings.duration("sterna.imap.timeout", "1 s", "1 d"));
    }
}
