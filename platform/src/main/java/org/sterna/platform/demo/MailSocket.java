package org.sterna.platform.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A line-wise conversation over a socket, in the clear or under TLS, that is printed as it happens. */
final class MailSocket implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final SSLContext tls;
    private final Consumer<String> transcript;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    MailSocket(String host, int port, SSLContext tls, boolean implicitTls, Consumer<String> transcript) throws IOException {
        this.tls = tls;
        this.transcript = transcript;
        use(implicitTls ? tls.getSocketFactory().createSocket(host, port) : new Socket(host, port));
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    void startTls() throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        secured.startHandshake();
        use(secured);
        transcript.accept("   (TLS: " + secured.getSession().getProtocol() + ", " + secured.getSession().getCipherSuite() + ")");
    }

    /** Sends a line; a secret is shown as dots. */
    void say(String line, String shown) throws IOException {
        transcript.accept("   C: " + shown);
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    void say(String line) throws IOException {
        say(line, line);
    }

    void send(byte[] octets, String shown) throws IOException {
        transcript.accept("   C: " + shown);
        out.write(octets);
        out.flush();
    }

    /** Reads a line, without its CRLF. */
    String hear() throws IOException {
        String line = quietly();
        transcript.accept("   S: " + line);
        return line;
    }

    String quietly() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new DemoException("the connection was closed in the middle of a line");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Reads exactly so many octets. */
    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        transcript.accept("   S: (" + octets.length + " octets)");
        return octets;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
