package org.sterna.protocols.imap;

/** What STATUS can be asked for (RFC 3501 section 6.3.10). */
public enum StatusItem {
    MESSAGES, RECENT, UIDNEXT, UIDVALIDITY, UNSEEN
}
