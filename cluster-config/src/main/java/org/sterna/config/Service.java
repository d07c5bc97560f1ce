package org.sterna.config;

import java.util.Locale;

/** What is spoken at a port. */
public enum Service {
    /** Mail from other servers. */
    SMTP,
    /** Mail from users, in the clear at first. */
    SUBMISSION,
    /** Mail from users, by TLS from the first octet. */
    SUBMISSIONS,
    /** Submission once more, on a port that fewer networks block. */
    SUBMISSION_ALT,
    /** Mailboxes, in the clear at first. */
    IMAP,
    /** Mailboxes, by TLS from the first octet. */
    IMAPS,
    /** The inbox, in the clear at first. */
    POP3,
    /** The inbox, by TLS from the first octet. */
    POP3S,
    /** Mail from other servers that want one reply for each recipient. RFC 2033. */
    LMTP;

    /** As in the paths of the settings: {@code submission-alt}. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
