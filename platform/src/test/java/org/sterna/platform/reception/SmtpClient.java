package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.TestCertificate;

/** Says what it is told over a real socket. Text is a string of octets; a reply is its last line, unless all are asked for. */
final class SmtpClient implements Closeable {
    static final int PATIENCE_MILLIS = 30_000;
    static final String EHLO = "EHLO client.example.net\r\n";

    private final String name;
    private final String server;
    private Socket socket;
    private InputStream in;

    private SmtpClient(Socket connected) throws IOException {
        name = connected.getLocalAddress().getHostAddress() + ":" + connected.getLocalPort();
        server = connected.getInetAddress().getHostAddress() + ":" + connected.getPort();
        connected.setTcpNoDelay(true);
        use(connected);
    }

    /** Connected, and nothing read yet. */
    static SmtpClient connect(Listener listener) throws IOException {
        return new SmtpClient(new Socket("127.0.0.1", listener.address().getPort()));
    }

    /** Welcome, and behind EHLO. */
    static SmtpClient greeted(Listener listener) throws IOException {
        SmtpClient client = connect(listener);
        assertThat(client.reply()).startsWith("220 ");
        assertThat(client.ask(EHLO)).startsWith("250 ");
        return client;
    }

    /** Behind STARTTLS and EHLO. */
    static SmtpClient secured(Listener listener) throws IOException {
        SmtpClient client = greeted(listener);
        assertThat(client.ask("STARTTLS\r\n")).startsWith("220 ");
        client.startTls();
        assertThat(client.ask(EHLO)).startsWith("250 ");
        return client;
    }

    /** TLS from the first octet (RFC 8314 section 3.3), and behind EHLO. */
    static SmtpClient implicit(Listener listener) throws IOException {
        SmtpClient client = connect(listener);
        client.startTls();
        assertThat(client.reply()).startsWith("220 ");
        assertThat(client.ask(EHLO)).startsWith("250 ");
        return client;
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void startTls() throws IOException {
        SSLSocket tls = (SSLSocket) TestCertificate.trustingAnyone().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        use(tls);
    }

    /** Address and port on this side, as the session log has them. */
    String name() {
        return name;
    }

    /** Address and port on the other side. */
    String server() {
        return server;
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /** All lines of the next reply; empty at the end of the connection. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            lines.add(line);
            line = line();
        }
        lines.add(line);
        return lines;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    String reply() throws IOException {
        List<String> lines = lines();
        return lines.get(lines.size() - 1);
    }

    List<String> replies(int number) throws IOException {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            replies.add(reply());
        }
        return replies;
    }

    String ask(String text) throws IOException {
        send(text);
        return reply();
    }

    /** AUTH PLAIN. */
    String login(String user, String password) throws IOException {
        return ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(ISO_8859_1)) + "\r\n");
    }

    /** MAIL and RCPT, which are accepted. */
    SmtpClient envelope(String reversePath, String... recipients) throws IOException {
        assertThat(ask("MAIL FROM:<" + reversePath + ">\r\n")).startsWith("250 ");
        for (String recipient : recipients) {
            assertThat(ask("RCPT TO:<" + recipient + ">\r\n")).startsWith("250 ");
        }
        return this;
    }

    /** DATA and the content, which ends with CR LF; the reply to its end. */
    String data(String content) throws IOException {
        assertThat(ask("DATA\r\n")).startsWith("354 ");
        return ask(content + ".\r\n");
    }

    /** What the server says while it gets one octet after the other, without end and without haste. */
    String drip() throws IOException {
        int octets = 0;
        do {
            send("\r\n".substring(octets % 2, octets % 2 + 1));
            octets++;
            assertThat(octets).as("octets").isLessThan(3000);
        } while (isSilentFor(20));
        return reply();
    }

    /** Whether the server says nothing and keeps the connection open for that long. */
    boolean isSilentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.mark(1);
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Whether the server closes the connection, or resets it, without another word. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** As a process does that is killed with octets unread. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
