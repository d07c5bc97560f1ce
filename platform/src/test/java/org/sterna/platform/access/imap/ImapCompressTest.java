package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.platform.connection.TestCertificate;

/** COMPRESS=DEFLATE (RFC 4978) with the compression of another program, the JDK's streams. */
class ImapCompressTest extends ImapConversation {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    @BeforeEach
    void connect() throws IOException {
        node.account(user, "secret");
        socket = TestCertificate.context().getSocketFactory().createSocket(secure.address().getAddress(), secure.address().getPort());
        socket.setSoTimeout(30_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        assertThat(line()).startsWith("* OK");
        say("a1 LOGIN " + user + " secret");
        assertThat(line()).startsWith("a1 OK").contains(" COMPRESS=DEFLATE");
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return "<closed>";
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private void compress() throws IOException {
        say("a2 COMPRESS DEFLATE");
        assertThat(line()).startsWith("a2 OK");
        in = new InflaterInputStream(socket.getInputStream(), new Inflater(true), 1);          // no more of the connection than it needs
        out = new DeflaterOutputStream(socket.getOutputStream(), new Deflater(9, true), true);
    }

    @Test
    void bothSidesCompress() throws IOException {
        compress();
        say("a3 NOOP");
        assertThat(line()).isEqualTo("a3 OK NOOP completed");
        String message = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(200_000);
        say("a4 APPEND INBOX {" + message.length() + "+}\r\n" + message);
        assertThat(line()).startsWith("a4 OK");
        say("a5 SELECT INBOX");
        while (!line().startsWith("a5 OK")) {
            assertThat(socket.isClosed()).isFalse();
        }
        say("a6 FETCH 1 BODY.PEEK[]");
        assertThat(line()).isEqualTo("* 1 FETCH (BODY[] {" + message.length() + "}");
        assertThat(new String(in.readNBytes(message.length()), StandardCharsets.ISO_8859_1).equals(message)).isTrue();
        assertThat(line()).isEqualTo(")");
        assertThat(line()).isEqualTo("a6 OK FETCH completed");
        say("a7 COMPRESS DEFLATE");
        assertThat(line()).startsWith("a7 NO [COMPRESSIONACTIVE]");
        say("a8 UNAUTHENTICATE");                                        // RFC 8437 section 4.1: compression ends behind its answer
        assertThat(line()).startsWith("a8 OK");
        in = socket.getInputStream();
        out = socket.getOutputStream();
        say("a9 LOGIN " + user + " secret");
        String answer = line();
        assertThat(answer.substring(Math.max(0, answer.indexOf("a9 OK")))).startsWith("a9 OK");
    }

    @Test
    void aBombIsAnEndlessLineAndNoMore() throws IOException {
        compress();
        byte[] zeros = new byte[1 << 20];
        try {
            for (int i = 0; i < 512; i++) {
                out.write(zeros);
            }
            out.flush();
        } catch (IOException closed) {
            assertThat(closed).hasMessageNotContaining("timed out");
            return;
        }
        assertThat(line()).matches("\\* BAD .*|<closed>");
    }

    @Test
    void whatIsNoDeflateEndsTheConnection() throws IOException {
        compress();
        OutputStream raw = socket.getOutputStream();
        raw.write(new byte[] {7, 7, 7, 7, 7, 7, 7, 7});
        raw.flush();
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (IOException reset) {
            assertThat(reset).isNotInstanceOf(SocketTimeoutException.class);
        }
    }
}
