package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** A client that says what it is told to, over a real socket, and reads lines. Text is a string of octets. */
class LineClient implements Closeable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Socket socket;
    private InputStream in;

    LineClient(int port) throws IOException {
        Socket connecting = new Socket();
        connecting.connect(new InetSocketAddress("127.0.0.1", port), Math.toIntExact(PATIENCE.toMillis()));
        connecting.setTcpNoDelay(true);
        use(connecting);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** From the next octet on, TLS. */
    void secure() throws IOException {
        use(AnyCertificate.secure(socket));
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /** Sends a line, reads a line. */
    String askLine(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    /** The next line without its CR LF. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended behind '" + line.toString(ISO_8859_1) + "'");
            }
            line.write(octet);
        }
        String text = line.toString(ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new AssertionError("a line that ends with a bare LF: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** Whether the server says nothing and keeps the connection open for that long. */
    boolean isSilentFor(Duration time) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        in.mark(1);
        try {
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        }
    }

    /** Half-closes the connection: no more commands will come, replies are still read. */
    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** What the server says until it closes or resets the connection, which it must do in time. */
    String remainder() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                said.write(octet);
            }
        } catch (SocketException | SSLException reset) {
            return said.toString(ISO_8859_1);
        }
        return said.toString(ISO_8859_1);
    }

    /** Ends the connection by a reset, as a process does that is killed with octets unread. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
