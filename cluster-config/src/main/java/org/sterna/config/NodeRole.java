package org.sterna.config;

import java.util.Locale;

/** What a node does in a cluster. */
public enum NodeRole {
    /** It has the ports for clients and other servers. */
    FRONT,
    /** It holds slices of the queue and destinations, and tries waiting messages again. */
    QUEUE,
    /** It holds mailboxes, accounts and the directory. */
    STORE;

    /** As it is written in settings. */
    public String settingName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static NodeRole named(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
