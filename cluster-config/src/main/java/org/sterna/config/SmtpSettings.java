package org.sterna.config;

import java.time.Duration;

/**
 * Limits and timeouts of the SMTP and submission servers: {@code sterna.smtp}.
 *
 * @param maxMessageOctets     the largest message
 * @param maxRecipients        of one transaction
 * @param maxTransactions      of one session
 * @param maxBadCommands       in error until the connection is closed
 * @param maxIdleCommands      that lead nowhere, since the last message, until each counts as one in error
 * @param maxReceivedFields    of a message; with more it runs in a circle
 * @param maxTextLineOctets    with CRLF
 * @param commandTimeout       waiting for a command
 * @param dataTimeout          waiting for the next octets of a message
 * @param messageTimeout       from the start of a message's content to its end
 * @param lineEnds             what becomes of stray line ends in mail from other servers
 * @param offerAuth            whether clients of the port for other servers may authenticate
 */
public record SmtpSettings(int maxMessageOctets, int maxRecipients, int maxTransactions, int maxBadCommands, int maxIdleCommands,
                           int maxReceivedFields, int maxTextLineOctets,
                           Duration commandTimeout, Duration dataTimeout, Duration messageTimeout, LineEnds lineEnds, boolean offerAuth,
                           ExtensionSettings extensions, DuplicateSettings duplicates) {
    static SmtpSettings read(SettingsReader settings) {
        return new SmtpSettings(
                settings.size("sterna.smtp.max-message-size", "64 KiB", "1 GiB"),
                settings.number("sterna.smtp.max-recipients", 100, 100_000),
                settings.number("sterna.smtp.max-transactions", 1, 999_999),
                settings.number("sterna.smtp.max-bad-commands", 1, 1_000_000),
                settings.number("sterna.smtp.max-idle-commands", 1, 1_000_000),
                settings.number("sterna.smtp.max-received-fields", 10, 10_000),
                settings.size("sterna.smtp.max-text-line", "1000 B", "1 MiB"),
                settings.duration("sterna.smtp.command-timeout", "1 s", "1 h"),
                settings.duration("sterna.smtp.data-timeout", "1 s", "1 h"),
                settings.duration("sterna.smtp.message-timeout", "1 s", "7 d"),
                settings.choice("sterna.smtp.line-ends", LineEnds.values()),
                settings.flag("sterna.smtp.offer-auth"),
                ExtensionSettings.read(settings),
                DuplicateSettings.read(settings));
    }
}
