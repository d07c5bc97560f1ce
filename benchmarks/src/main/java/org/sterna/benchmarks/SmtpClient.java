package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;

/** As much of an SMTP client as the measurements need (RFC 5321): one command at a time. Other replies than the wanted ones are {@link IOException}s. */
final class SmtpClient implements LoginClient {
    /** Small, because thousands of connections are open at once. */
    private static final int BUFFER = 512;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** Connects and reads the greeting. */
    SmtpClient(ImapEndpoint endpoint) throws IOException {
        socket = endpoint.connect();
        try {
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), BUFFER);
            out = socket.getOutputStream();
            reply("220");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void hello() throws IOException {
        ask("EHLO client.bench.test", "250");
    }

    /** AUTH PLAIN (RFC 4954 section 4, RFC 4616). */
    @Override
    public void login(String address, String password) throws IOException {
        ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + address + "\0" + password).getBytes(UTF_8)), "235");
    }

    /** Reads a reply, all its lines. */
    void reply(String code) throws IOException {
        String line = nextReply();
        if (!line.startsWith(code)) {
            throw new IOException("expected " + code + " but was told " + line);
        }
    }

    /** Sends a command; the last line of its reply, whatever it is. */
    String answer(String command) throws IOException {
        send(command + "\r\n");
        return nextReply();
    }

    private String nextReply() throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null) {
                throw new IOException("the server closed the connection");
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        return line;
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    void ask(String command, String code) throws IOException {
        send(command + "\r\n");
        reply(code);
    }

    /** MAIL, RCPT and DATA. */
    void beginContent(String recipient) throws IOException {
        ask("MAIL FROM:<load@bench.test>", "250");
        ask("RCPT TO:<" + recipient + ">", "250");
        ask("DATA", "354");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
