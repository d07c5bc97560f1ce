package org.sterna.protocols.imap;

/** Ends the parsing of a command; it never leaves {@link ImapParser}. */
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StatusResponse response;

    SyntaxException(StatusResponse response) {
        super(response.text(), null, false, false);
        this.response = response;
    }

    static SyntaxException bad(String text) {
        return new SyntaxException(StatusResponse.bad(text));
    }

    StatusResponse response() {
        return response;
    }
}
