package org.sterna.protocols.tlsrpt;

/** Octets are no report; the message says what is wrong with them. */
public final class UnreadableReportException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableReportException(String message) {
        super(message);
    }
}
