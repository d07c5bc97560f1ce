package org.sterna.config;

/** A setting is wrong; the message is one line for the operator with the full path, the value, and what is allowed. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SettingsException(String message) {
        super(message);
    }
}
