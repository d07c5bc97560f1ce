package org.sterna.platform.tls;

/** A certificate or key cannot be used; the message is one line for the operator that names the setting, the file and the reason. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TlsException(String message) {
        super(message);
    }

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
