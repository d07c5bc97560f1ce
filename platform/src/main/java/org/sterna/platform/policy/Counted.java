package org.sterna.platform.policy;

import java.util.Locale;

/** What clients do that is counted by time. */
enum Counted {
    CONNECTIONS,
    MESSAGES,
    RECIPIENTS,
    FAILED_LOGINS,
    UNKNOWN_RECIPIENTS;

    /** As in replies: {@code failed logins}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** As in rules: {@code failed-logins}. */
    String settingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
