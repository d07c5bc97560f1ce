package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection on the load's side: whole commands out, whole replies in. */
final class SmtpLoadConnection {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final SmtpLoad load;
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final byte[] buffer = new byte[4096];
    private int from;
    private int to;

    SmtpLoadConnection(SmtpLoadPlan plan, SmtpLoad load) throws IOException {
        this.load = load;
        this.socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(plan.replyTimeout().toMillis()));
            socket.connect(plan.server(), CONNECT_TIMEOUT_MILLIS);
            this.input = socket.getInputStream();
            this.output = socket.getOutputStream();
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    /** Reads the greeting and says EHLO. */
    void greet() throws IOException {
        expect("220", reply());
        send("EHLO load.example.net\r\n".getBytes(US_ASCII));
        expect("250", reply());
        load.connected();
    }

    private static void expect(String code, String reply) throws IOException {
        if (!reply.startsWith(code)) {
            throw new IOException("turned away with " + reply);
        }
    }

    void send(byte[] octets) throws IOException {
        output.write(octets);
    }

    /** The last line of the next reply, without its line end; RFC 5321 section 4.2.1. */
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        if (line.length() < 3 || !line.substring(0, 3).chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            throw new IOException("not an SMTP reply: " + line);
        }
        load.replied(Integer.parseInt(line.substring(0, 3)));
        return line;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (from == to) {
                from = 0;
                to = input.read(buffer);
                if (to < 0) {
                    to = 0;
                    throw new EOFException("the server closed the connection");
                }
            }
            byte octet = buffer[from++];
            if (octet == '\n') {
                return line.toString();
            }
            if (octet != '\r') {
                line.append((char) (octet & 0xff));
            }
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            load.onConnectionLost(failure.toString());
        }
    }
}
