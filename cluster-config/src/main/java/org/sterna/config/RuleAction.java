package org.sterna.config;

/** What is done with a client that a rule of the first line of defence applies to. */
public enum RuleAction {
    /** Nothing: the rule is not looked at. */
    OFF,
    /** The session and the message are marked with the rule's name. */
    TAG,
    /** The client is refused. */
    REJECT
}
