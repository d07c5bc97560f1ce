package org.sterna.platform.access.pop3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.sterna.platform.connection.TestCertificate;

/** A client that says what it is told to, over a real socket. */
final class Pop3Client implements Closeable {
    private static final int PATIENCE_MILLIS = 30_000;

    private Socket socket;
    private InputStream in;

    private Pop3Client(Socket socket) throws IOException {
        use(socket);
    }

    static Pop3Client clear(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.connect(server, PATIENCE_MILLIS);
        return new Pop3Client(socket);
    }

    static Pop3Client tls(InetSocketAddress server) throws IOException {
        Pop3Client client = clear(server);
        client.startTls();
        return client;
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void startTls() throws IOException {
        SSLSocket secured = (SSLSocket) TestCertificate.context().getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        use(secured);
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a command, returns the first line of what is answered. */
    String ask(String command) throws IOException {
        send(command + "\r\n");
        return line();
    }

    /** Sends a command, returns the lines behind the first one of its multi-line response. */
    List<String> askList(String command) throws IOException {
        String first = ask(command);
        if (!first.startsWith("+OK")) {
            throw new AssertionError(command + ": " + first);
        }
        return rest();
    }

    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    String login(String user, String password) throws IOException {
        String answer = ask("USER " + user);
        return answer.startsWith("+OK") ? ask("PASS " + password) : answer;
    }

    /** The next line without its CR LF. */
    String line() throws IOException {
        return new String(octets(), StandardCharsets.ISO_8859_1);
    }

    private byte[] octets() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); ; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended behind '" + line + "'");
            }
            if (octet == '\n') {
                byte[] all = line.toByteArray();
                if (all.length == 0 || all[all.length - 1] != '\r') {
                    throw new AssertionError("a line that ends with a bare LF");
                }
                return Arrays.copyOf(all, all.length - 1);
            }
            line.write(octet);
        }
    }

    /** The octets of a multi-line response behind its first line, added dots taken away. */
    byte[] content() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            byte[] line = octets();
            if (line.length == 1 && line[0] == '.') {
                return content.toByteArray();
            }
            int dot = line.length > 0 && line[0] == '.' ? 1 : 0;
            content.write(line, dot, line.length - dot);
            content.write('\r');
            content.write('\n');
        }
    }

    byte[] askContent(String command) throws IOException {
        String first = ask(command);
        if (!first.startsWith("+OK")) {
            throw new AssertionError(command + ": " + first);
        }
        return content();
    }

    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Resets the connection. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** What the server says before it closes or resets the connection; it must do so in time. */
    String remainder() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                said.write(octet);
            }
        } catch (SocketException | SSLException reset) {
            return said.toString(StandardCharsets.ISO_8859_1);
        }
        return said.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
