package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.sterna.platform.connection.TestCertificate;

/** A client's end of one connection: sends text, receives responses with their literals. One character is one octet. */
final class ExampleSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private Socket socket;
    private InputStream in;
    private int commands;

    private ExampleSession(Socket socket) throws IOException {
        take(socket);
    }

    static ExampleSession open(InetSocketAddress port, boolean implicitTls) {
        try {
            return new ExampleSession(implicitTls ? TestCertificate.context().getSocketFactory().createSocket(port.getAddress(), port.getPort())
                    : new Socket(port.getAddress(), port.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String octets) {
        try {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next response without the end of its line; {@code <closed>} at the end of the connection. */
    String response() {
        try {
            StringBuilder response = new StringBuilder(line());
            for (Matcher literal = LITERAL.matcher(response); literal.find(); literal = LITERAL.matcher(response)) {
                int size = Integer.parseInt(literal.group(1));
                response.append("\r\n").append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1)).append(line());
            }
            return response.toString();
        } catch (EOFException e) {
            return "<closed>";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            line.append((char) octet);
        }
        assertThat(line).endsWith("\r");
        line.setLength(line.length() - 1);
        return line.toString();
    }

    /** Has a command done that the example takes for granted; it must succeed. */
    void done(String command) {
        String tag = "given" + ++commands;
        send(tag + " " + command + "\r\n");
        String response = response();
        while (response.startsWith("* ")) {
            response = response();
        }
        assertThat(response).as(command.lines().findFirst().orElse("")).startsWith(tag + " OK");
    }

    /** Turns to TLS, as a client does behind STARTTLS. */
    void secure() {
        try {
            SSLSocket secured = (SSLSocket) TestCertificate.context().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secured.startHandshake();
            take(secured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
