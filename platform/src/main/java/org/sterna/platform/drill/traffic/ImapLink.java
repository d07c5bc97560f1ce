package org.sterna.platform.drill.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One IMAP connection (RFC 9051) behind TLS. Blocks; for one thread, but any other may close it. */
final class ImapLink implements Closeable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    /** Longer than any fault lasts: a client that waits is not to be told apart from one whose server is gone before that. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(120);

    /**
     * All that came back.
     *
     * @param status the tagged one, behind its tag
     * @param nanos  from the command to its end
     */
    record Answer(List<ImapLine> lines, String status, long nanos) {
        boolean isOk() {
            return status.startsWith("OK");
        }

        /** The number of the last response code of this name, tagged or not. */
        OptionalLong code(String name) {
            OptionalLong found = new ImapLine(status, List.of()).code(name);
            for (ImapLine line : lines) {
                found = line.code(name).isPresent() ? line.code(name) : found;
            }
            return found;
        }
    }

    /** What a command did not get: NO, or BAD. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String command, String status) {
            super(command + " was answered with " + status);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final long began = System.nanoTime();
    private int commands;

    private ImapLink(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    }

    /**
     * Connects, logs in and switches QRESYNC on.
     *
     * @param made gets the socket before anything is waited for, so that it can be closed
     */
    static ImapLink login(InetSocketAddress server, String account, Consumer<Socket> made) throws IOException {
        Socket socket = new Socket();
        made.accept(socket);
        ImapLink link = new ImapLink(Tls.connect(socket, server, TO_CONNECT, TO_ANSWER));
        try {
            String greeting = link.line().text();
            if (!greeting.startsWith("* OK")) {
                throw new IOException("greeted with " + greeting);
            }
            link.must("LOGIN " + account + " " + Directory.PASSWORD);
            link.must("ENABLE QRESYNC");
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    /** How long it has been there, in nanoseconds. */
    long age() {
        return System.nanoTime() - began;
    }

    Answer must(String command) throws IOException {
        Answer answer = ask(command);
        if (!answer.isOk()) {
            throw new Refused(command.split(" ")[0], answer.status());
        }
        return answer;
    }

    Answer ask(String command) throws IOException {
        return ask(command, Optional.empty());
    }

    /** A command that ends with a literal that does not wait (RFC 7888). */
    Answer ask(String command, Optional<byte[]> literal) throws IOException {
        long sent = System.nanoTime();
        String tag = "d" + ++commands;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes((tag + " " + command).getBytes(ISO_8859_1));
        literal.ifPresent(content -> {
            octets.writeBytes((" {" + content.length + "+}\r\n").getBytes(ISO_8859_1));
            octets.writeBytes(content);
        });
        octets.writeBytes(new byte[] {'\r', '\n'});
        socket.getOutputStream().write(octets.toByteArray());
        return untilTagged(tag, sent);
    }

    private Answer untilTagged(String tag, long sent) throws IOException {
        List<ImapLine> lines = new ArrayList<>();
        while (true) {
            ImapLine line = line();
            if (line.text().startsWith(tag + " ")) {
                return new Answer(lines, line.text().substring(tag.length() + 1), System.nanoTime() - sent);
            }
            if (line.text().startsWith("* BYE")) {
                throw new EOFException("the server said " + line.text());
            }
            lines.add(line);
        }
    }

    /** IDLE (RFC 2177) for a while. */
    Answer idle(Duration time) throws IOException {
        String tag = "d" + ++commands;
        socket.getOutputStream().write((tag + " IDLE\r\n").getBytes(ISO_8859_1));
        List<ImapLine> lines = new ArrayList<>();
        for (ImapLine line = line(); !line.text().startsWith("+"); line = line()) {
            if (line.text().startsWith(tag + " ")) {
                throw new Refused("IDLE", line.text());
            }
            lines.add(line);
        }
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout(Math.toIntExact(left));
            try {
                in.mark(1);
                if (in.read() < 0) {
                    throw new EOFException("the server closed the connection");
                }
                in.reset();
            } catch (SocketTimeoutException nothing) {
                break;
            } finally {
                socket.setSoTimeout(Math.toIntExact(TO_ANSWER.toMillis()));
            }
            lines.add(line());
        }
        long done = System.nanoTime();
        socket.getOutputStream().write("DONE\r\n".getBytes(ISO_8859_1));
        Answer rest = untilTagged(tag, done);
        lines.addAll(rest.lines());
        return new Answer(lines, rest.status(), rest.nanos());
    }

    /** One response with its literals. */
    private ImapLine line() throws IOException {
        StringBuilder text = new StringBuilder();
        List<byte[]> literals = new ArrayList<>();
        while (true) {
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException("the server closed the connection");
                }
                text.append((char) octet);
            }
            text.setLength(text.length() > 0 && text.charAt(text.length() - 1) == '\r' ? text.length() - 1 : text.length());
            int brace = text.lastIndexOf("{");
            if (brace < 0 || !text.substring(brace).matches("\\{\\d+\\}")) {
                return new ImapLine(text.toString(), literals);
            }
            byte[] literal = in.readNBytes(Integer.parseInt(text.substring(brace + 1, text.length() - 1)));
            literals.add(literal);
        }
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
