package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;

/** Speaks SMTP, rightly or wrongly, as it is told. Replies are all their lines, joined by LF. */
final class SmtpClient extends LineClient {

    private SmtpClient(int port) throws IOException {
        super(port);
    }

    /** Connects and reads the greeting. */
    static SmtpClient greeted(int port) throws IOException {
        SmtpClient client = new SmtpClient(port);
        client.expect("220", client.reply());
        return client;
    }

    /** Connects and says EHLO. */
    static SmtpClient hello(int port) throws IOException {
        SmtpClient client = greeted(port);
        client.expect("250", client.ask("EHLO client.example.net"));
        return client;
    }

    /** Under TLS by STARTTLS, and logged in. */
    static SmtpClient submission(int port, String user, String password) throws IOException {
        SmtpClient client = hello(port);
        client.startTls();
        client.expect("235", client.auth(user, password));
        return client;
    }

    void startTls() throws IOException {
        expect("220", ask("STARTTLS"));
        secure();
        expect("250", ask("EHLO client.example.net"));
    }

    String auth(String user, String password) throws IOException {
        return ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8)));
    }

    String ask(String command) throws IOException {
        send(command + "\r\n");
        return reply();
    }

    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = line();
        for (; line.length() > 3 && line.charAt(3) == '-'; line = line()) {
            reply.append(line).append('\n');
        }
        return reply.append(line).toString();
    }

    /** MAIL, RCPT and DATA, all accepted. */
    void envelope(String from, String to) throws IOException {
        expect("250", ask("MAIL FROM:<" + from + ">"));
        expect("250", ask("RCPT TO:<" + to + ">"));
        expect("354", ask("DATA"));
    }

    /** A whole transaction; the reply to the final dot. */
    String transaction(String from, String to, byte[] message) throws IOException {
        envelope(from, to);
        sendContent(message);
        return reply();
    }

    /** The content with dots added (RFC 5321 section 4.5.2), and the final dot. */
    void sendContent(byte[] message) throws IOException {
        String text = new String(message, ISO_8859_1).replace("\r\n.", "\r\n..");
        send((text.startsWith(".") ? "." : "") + text + ".\r\n");
    }

    void expect(String code, String reply) {
        if (!reply.startsWith(code)) {
            throw new AssertionError("expected " + code + " but was told " + reply);
        }
    }
}
