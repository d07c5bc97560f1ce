package org.sterna.config;

/** What is done with a message because of what a check found out. */
public enum CheckAction {
    /** Nothing beside telling it in the message's header section. */
    NONE,
    /** The message is marked for filters. */
    TAG,
    /** The client is told to come again. */
    DEFER,
    /** The message is refused. */
    REJECT
}
