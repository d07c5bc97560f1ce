package org.sterna.config;

import java.time.Duration;

/**
 * Limits and timeouts of the SMTP and submission servers: {@code sterna.smtp}.
 *
 * @param maxMessageOctets     the largest message
 * @param maxRecipients        of one transaction
 * @param maxTextLineOctets    with CRLF
 * @param commandTimeout       waiting for a command
 * @param dataTimeout          waiting for the next octets of a message
 */
public record SmtpSettings(int maxMessageOctets, int maxRecipients, int maxTextLineOctets,
                           Duration commandTimeout, Duration dataTimeout) {
    static SmtpSettings read(SettingsReader settings) {
        return new SmtpSettings(
                settings.size("sterna.smtp.max-message-size", "64 KiB", "1 GiB"),
                settings.number("sterna.smtp.max-recipients", 100, 100_000),
                settings.size("sterna.smtp.max-text-line", "1000 B", "1 MiB"),
                settings.duration("sterna.smtp.command-timeout", "1 s", "1 h"),
                settings.duration("sterna.smtp.data-timeout", "1 s", "1 h"));
    }
}
