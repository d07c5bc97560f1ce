package org.sterna.platform.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;

/** By which one logs in, and what is said to whom. */
enum LoginProtocol {
    IMAP("a AUTHENTICATE ", "a OK ", "a NO [AUTHENTICATIONFAILED] Wrong name or password"),
    POP3("AUTH ", "+OK ", "-ERR [AUTH] Name or password is wrong"),
    SMTP("AUTH ", "235 2.7.0 ", "535 5.7.8 ");

    private final String command;
    final String granted;
    final String refused;

    LoginProtocol(String command, String granted, String refused) {
        this.command = command;
        this.granted = granted;
        this.refused = refused;
    }

    /** Reads the greeting; and in SMTP says EHLO. */
    void begin(TlsLines lines) throws IOException {
        lines.line();
        if (this == SMTP) {
            lines.send("EHLO client.example.net");
            lines.skipTo("250 ");
        }
    }

    /** All that the server can do, in one string. */
    String capabilities(TlsLines lines) throws IOException {
        lines.line();
        lines.send(this == IMAP ? "c CAPABILITY" : this == POP3 ? "CAPA" : "EHLO client.example.net");
        return lines.skipTo(this == IMAP ? "c OK" : this == POP3 ? "." : "250 ");
    }

    String plain(TlsLines lines, String user, String password) throws IOException {
        return plain(lines, "", user, password);
    }

    /** As somebody else. */
    String plain(TlsLines lines, String authorization, String user, String password) throws IOException {
        return lines.ask(command + "PLAIN " + base64(authorization + "\0" + user + "\0" + password));
    }

    /** By the certificate; empty for whoever it is. */
    String external(TlsLines lines, String authorization) throws IOException {
        return lines.ask(command + "EXTERNAL " + (authorization.isEmpty() ? "=" : base64(authorization)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
