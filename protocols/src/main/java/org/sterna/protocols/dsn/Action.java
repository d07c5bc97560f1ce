package org.sterna.protocols.dsn;

/** What a report says of a recipient. RFC 3464 section 2.3.3. */
public enum Action {
    /** It will never get the message. */
    FAILED("failed"),
    /** It has not got the message yet, and is tried again. */
    DELAYED("delayed"),
    /** The message is in its mailbox. */
    DELIVERED("delivered"),
    /** The message has left for where no reports are made. */
    RELAYED("relayed"),
    /** It is an alias of several, which the message goes on to: they are told of only if it fails or takes long (RFC 3461 section 5.2.7.3). */
    EXPANDED("expanded");

    private final String keyword;

    Action(String keyword) {
        this.keyword = keyword;
    }

    String keyword() {
        return keyword;
    }
}
