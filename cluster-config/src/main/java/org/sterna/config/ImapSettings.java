package org.sterna.config;

import java.time.Duration;

/**
 * Limits and timeouts of the IMAP server: {@code sterna.imap}.
 *
 * @param preAuthenticationTimeout idle time before authentication
 * @param timeout                  idle time after it
 * @param maxLineOctets            of a command without its literals, after authentication
 * @param maxLiteralOctets         of a literal outside APPEND
 * @param maxBadCommands           one after the other before the connection ends, after authentication
 * @param maxCommands              of one connection
 * @param maxSelectedMessages      in a mailbox that can be selected
 * @param headerMemoryOctets       of header sections that are kept for the next search
 */
public record ImapSettings(Duration preAuthenticationTimeout, Duration timeout, int maxLineOctets, int maxLiteralOctets, int maxBadCommands,
        int maxCommands, int maxSelectedMessages, int headerMemoryOctets) {
    static ImapSettings read(SettingsReader settings) {
        return new ImapSettings(
                settings.duration("sterna.imap.pre-authentication-timeout", "1 s", "1 h"),
                settings.duration("sterna.imap.timeout", "1 s", "1 d"),
                settings.size("sterna.imap.max-line", "8 KiB", "16 MiB"),
                settings.size("sterna.imap.max-literal", "8 KiB", "16 MiB"),
                settings.number("sterna.imap.max-bad-commands", 1, 100_000),
                settings.number("sterna.imap.max-commands", 100, 1_000_000_000),
                settings.number("sterna.imap.max-selected-messages", 1_000, 100_000_000),
                settings.size("sterna.imap.header-memory", "0 B", "1 GiB"));
    }
}
