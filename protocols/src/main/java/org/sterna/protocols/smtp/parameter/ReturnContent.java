package org.sterna.protocols.smtp.parameter;

/** How much of the message a report of failure gives back. RFC 3461 section 4.3. */
public enum ReturnContent {
    /** All of it. */
    FULL,
    /** The header section. */
    HDRS
}
