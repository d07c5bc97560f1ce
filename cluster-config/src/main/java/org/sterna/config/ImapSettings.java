package org.sterna.config;

import java.time.Duration;

/**
 * Limits and timeouts of the IMAP server: {@code sterna.imap}.
 *
 * @param preAuthenticationTimeout idle time before authentication
 * @param timeout                  idle time after it
 * @param maxLineOctets            of a command without its literals
 * @param maxLiteralOctets         of a literal outside APPEND
 */
public record ImapSettings(Duration preAuthenticationTimeout, Duration timeout, int maxLineOctets, int maxLiteralOctets) {
    static ImapSettings read(SettingsReader settings) {
        return new ImapSettings(
                settings.duration("sterna.imap.pre-authentication-timeout", "1 s", "1 h"),
                settings.duration("sterna.imap.timeout", "1 s", "1 d"),
                settings.size("sterna.imap.max-line", "8 KiB", "1 MiB"),
                settings.size("sterna.imap.max-literal", "8 KiB", "16 MiB"));
    }
}
