package org.sterna.platform.access.imap;

import org.sterna.protocols.imap.StatusResponse;

/** Ends a command early with an answer; the command did nothing, or undid what it did. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient StatusResponse response;

    Refusal(StatusResponse response) {
        super(response.text(), null, false, false);
        this.response = response;
    }

    static Refusal no(String code, String text) {
        return new Refusal(StatusResponse.no(text).withCode(code));
    }

    StatusResponse response() {
        return response;
    }
}
