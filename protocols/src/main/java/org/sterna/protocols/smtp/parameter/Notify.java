package org.sterna.protocols.smtp.parameter;

/** When a report about a recipient is wanted. RFC 3461 section 4.1. */
public enum Notify {
    /** No report at all; stands alone. */
    NEVER,
    /** When it was delivered. */
    SUCCESS,
    /** When it was not. */
    FAILURE,
    /** When it takes long. */
    DELAY
}
