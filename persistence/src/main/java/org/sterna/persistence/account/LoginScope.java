package org.sterna.persistence.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody logs in for. */
public enum LoginScope {
    /** To read by IMAP. */
    IMAP,
    /** To read by POP3. */
    POP3,
    /** To send. */
    SMTP;

    /** As commands and formats write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty if the word is none of them. */
    public static Optional<LoginScope> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
