package org.sterna.platform.drill.imap;

/** What a server said has not the form, or breaks a rule, of IMAP. */
public final class ProtocolError extends AssertionError {
    private static final long serialVersionUID = 1L;

    public ProtocolError(String text) {
        super(text);
    }

    public ProtocolError(String text, Throwable cause) {
        super(text, cause);
    }
}
