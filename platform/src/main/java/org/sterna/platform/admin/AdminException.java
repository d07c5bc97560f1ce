package org.sterna.platform.admin;

/** A command cannot be done; the message is for the operator and says what to do. */
public class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AdminException(String message) {
        super(message);
    }

    public AdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
