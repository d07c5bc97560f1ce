package org.sterna.platform.credentials;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that says and hears lines under TLS. */
final class TlsLines implements Closeable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final SSLSocket socket;
    private final BufferedReader in;

    TlsLines(InetSocketAddress port, SSLContext context) throws IOException {
        socket = (SSLSocket) context.getSocketFactory().createSocket(port.getAddress(), port.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the connection ended");
        }
        return line;
    }

    String ask(String line) throws IOException {
        send(line);
        return line();
    }

    /** All lines up to the first one that begins so. */
    String skipTo(String start) throws IOException {
        StringBuilder passed = new StringBuilder();
        String line;
        do {
            line = line();
            passed.append(line).append('\n');
        } while (!line.startsWith(start));
        return passed.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
