package org.sterna.config;

import java.time.Duration;

/**
 * What becomes of accounts' mailboxes: {@code sterna.mailbox}.
 *
 * @param retention       how long the content of expunged messages is kept
 * @param standardFolders whether a new account has mailboxes for drafts, sent and other special mail
 */
public record MailboxSettings(Duration retention, boolean standardFolders) {
    static MailboxSettings read(SettingsReader settings) {
        return new MailboxSettings(settings.duration("sterna.mailbox.retention", "0 s", "3650 d"), settings.flag("sterna.mailbox.standard-folders"));
    }
}
