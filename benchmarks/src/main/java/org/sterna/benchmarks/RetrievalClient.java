package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A POP3 client that counts what it reads and keeps nothing. One thread. */
final class RetrievalClient implements Closeable {
    private static final byte[] END = "\r\n.\r\n".getBytes(ISO_8859_1);

    private final Socket socket;
    private final InputStream in;

    /** Connects and logs in. */
    RetrievalClient(ImapEndpoint endpoint, String user, String password) throws IOException {
        socket = endpoint.connect();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        try {
            ok("the greeting");
            send("USER " + user + "\r\n");
            ok("USER");
            send("PASS " + password + "\r\n");
            ok("PASS");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private String ok(String what) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = read(); octet != '\n'; octet = read()) {
            line.append((char) octet);
        }
        String text = line.toString().strip();
        if (!text.startsWith("+OK")) {
            throw new IOException(what + " is answered " + text);
        }
        return text;
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the server closed the connection");
        }
        return octet;
    }

    /** Octets of a multi-line response behind its first line. */
    private long content() throws IOException {
        long octets = 0;
        int matched = 2;                                     // an empty one begins with its dot
        while (matched < END.length) {
            int octet = read();
            octets++;
            matched = octet == END[matched] ? matched + 1 : octet == END[0] ? 1 : 0;
        }
        return octets;
    }

    int count() throws IOException {
        send("STAT\r\n");
        return Integer.parseInt(ok("STAT").split(" ")[1]);
    }

    long list(String command) throws IOException {
        send(command + "\r\n");
        ok(command);
        return content();
    }

    /** RETR from the first message on; so many commands are sent before the first of their answers is read. */
    long retrieve(int messages, int atOnce) throws IOException {
        long octets = 0;
        for (int number = 1; number <= messages;) {
            int end = Math.min(messages, number + atOnce - 1);
            StringBuilder commands = new StringBuilder();
            for (int each = number; each <= end; each++) {
                commands.append("RETR ").append(each).append("\r\n");
            }
            send(commands.toString());
            for (; number <= end; number++) {
                ok("RETR " + number);
                octets += content();
            }
        }
        return octets;
    }

    long quit() throws IOException {
        send("QUIT\r\n");
        return ok("QUIT").length();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
