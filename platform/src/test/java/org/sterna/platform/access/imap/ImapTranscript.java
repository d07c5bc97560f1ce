package org.sterna.platform.access.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.Assertions;
import org.sterna.platform.connection.TestCertificate;

/**
 * Plays conversations against a port: {@code C:} is sent, {@code S:} must come; {@code C2:} and {@code S2:} are another
 * session's. In what the server says {@code ...} stands for anything. {@code N:} is what another session did: it is known a
 * moment later, so NOOP is said, with the tag {@code n}, until this comes.
 */
final class ImapTranscript implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    /** So long it waits for the goodbye of TLS from a server that may be busy. */
    private static final int HANG_UP_MILLIS = 500;

    private final InetSocketAddress port;
    private final boolean implicitTls;
    private final Map<String, Socket> sessions = new LinkedHashMap<>();

    ImapTranscript(InetSocketAddress port, boolean implicitTls) {
        this.port = port;
        this.implicitTls = implicitTls;
    }

    void play(String conversation) {
        for (String line : conversation.split("\n")) {
            int colon = line.indexOf(':');
            String session = line.substring(1, colon);
            String text = line.substring(Math.min(line.length(), colon + 2));
            if (line.startsWith("C")) {
                send(session, text + "\r\n");
            } else if (line.startsWith("N")) {
                awaitNews(session, text);
            } else {
                expect(session, text);
            }
        }
    }

    void expect(String text) {
        expect("", text);
    }

    private void expect(String session, String text) {
        expect(session, line(session), text);
    }

    private static void expect(String session, String said, String text) {
        String pattern = Arrays.stream(text.split(Pattern.quote("..."), -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        Assertions.assertThat(said).as("session '%s'", session).matches(pattern);
    }

    private void awaitNews(String session, String text) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        String said;
        do {
            Assertions.assertThat(System.nanoTime() - end).as("session '%s' is never told %s", session, text).isNegative();
            send(session, "n NOOP\r\n");
            said = line(session);
        } while (said.startsWith("n OK"));
        expect(session, said, text);
    }

    /** Asks for a message until the session knows that another one has removed it, which it is not told by FETCH (RFC 9051 section 7.5.1). */
    void awaitGone(int sequence) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        String said = "";
        while (!said.startsWith("g NO [EXPUNGEISSUED]")) {
            Assertions.assertThat(System.nanoTime() - end).as("message %d is never gone: %s", sequence, said).isNegative();
            send("g FETCH " + sequence + " UID\r\n");
            said = line();
            while (said.startsWith("* ")) {
                said = line();
            }
        }
    }

    void send(String octets) {
        send("", octets);
    }

    private void send(String session, String octets) {
        try {
            socket(session).getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line without its end; {@code <closed>} at the end of the connection. */
    String line() {
        return line("");
    }

    private String line(String session) {
        try {
            InputStream in = socket(session).getInputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    return line.size() == 0 ? "<closed>" : line + "<closed>";
                }
                line.write(octet);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Passes over untagged lines up to this one; gives them. */
    List<String> skipTo(String text) {
        return skipTo("", text);
    }

    List<String> skipTo(String session, String text) {
        List<String> passed = new ArrayList<>();
        for (String line = line(session); !line.equals(text); line = line(session)) {
            Assertions.assertThat(line).startsWith("*");
            passed.add(line);
        }
        return passed;
    }

    /** Passes over untagged lines and the first one that begins so. */
    void skip(String session, String start) {
        for (String line = line(session); !line.startsWith(start); line = line(session)) {
            Assertions.assertThat(line).startsWith("*");
        }
    }

    byte[] octets(int count) {
        try {
            return socket("").getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns to TLS, as a client does behind STARTTLS. */
    void secure() {
        try {
            Socket clear = socket("");
            SSLSocket secured = (SSLSocket) TestCertificate.context().getSocketFactory()
                    .createSocket(clear, "localhost", clear.getPort(), true);
            secured.startHandshake();
            sessions.put("", secured);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket socket(String session) throws IOException {
        Socket known = sessions.get(session);
        if (known == null) {
            SSLContext context = TestCertificate.context();
            known = implicitTls ? context.getSocketFactory().createSocket(port.getAddress(), port.getPort())
                    : new Socket(port.getAddress(), port.getPort());
            known.setSoTimeout(PATIENCE_MILLIS);
            sessions.put(session, known);
        }
        return known;
    }

    /** Drops the connection without a word. */
    void hangUp() {
        for (Socket socket : sessions.values()) {
            try {
                socket.setSoTimeout(HANG_UP_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        close();
        sessions.clear();
    }

    @Override
    public void close() {
        for (Socket socket : sessions.values()) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
