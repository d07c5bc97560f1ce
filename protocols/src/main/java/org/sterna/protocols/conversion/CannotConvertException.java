package org.sterna.protocols.conversion;

/** Ends a conversion at the part that does not allow it; it never leaves this package. */
final class CannotConvertException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason for a person */
    CannotConvertException(String reason) {
        super(reason, null, false, false);
    }
}
