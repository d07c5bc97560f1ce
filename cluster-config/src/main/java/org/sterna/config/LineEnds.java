package org.sterna.config;

/** What happens to a message that holds a CR or LF which is not part of CR LF. */
public enum LineEnds {
    /** It is refused. */
    REFUSE,
    /** Each becomes CR LF; the end of the message is CR LF . CR LF all the same. */
    REPAIR
}
