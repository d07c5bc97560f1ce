package org.sterna.platform.drill.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** One SMTP connection (RFC 5321) in the clear. Blocks; for one thread, but any other may close it. */
final class SmtpLink implements Closeable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    /** RFC 5321 section 4.5.3.2.6 wants ten minutes for the reply to the final dot; no fault lasts so long. */
    private static final Duration TO_REPLY = Duration.ofSeconds(180);

    private final Socket socket;
    private final InputStream in;

    private SmtpLink(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects and says EHLO. */
    static SmtpLink open(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(TO_REPLY.toMillis()));
            socket.connect(server, Math.toIntExact(TO_CONNECT.toMillis()));
            SmtpLink link = new SmtpLink(socket);
            link.expect("220", link.reply());
            link.expect("250", link.ask("EHLO client.drill.example"));
            return link;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void expect(String code, String reply) throws IOException {
        if (!reply.startsWith(code)) {
            throw new IOException("turned away with " + reply);
        }
    }

    /** A command and the last line of its reply. */
    String ask(String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
        return reply();
    }

    /** The content, which has no lines that begin with a dot, and the final dot; the reply to it. */
    String content(byte[] octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(octets.length + 3);
        all.writeBytes(octets);
        all.writeBytes(".\r\n".getBytes(US_ASCII));
        socket.getOutputStream().write(all.toByteArray());
        return reply();
    }

    private String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        if (!line.matches("[2-5][0-9][0-9].*")) {
            throw new IOException("no reply of SMTP: " + line);
        }
        return line;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.write(octet);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            return;                                          // it was to be gone
        }
    }
}
