package org.sterna.platform.drill.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.sterna.platform.node.AnyCertificate;

/** One connection of a client: commands go out, responses come in, and what was said last is remembered. Blocks; for one thread. */
public final class ImapWire implements Closeable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int REMEMBERED = 80;
    private static final int LONGEST_REMEMBERED = 300;

    private final Socket socket;
    private final ResponseReader reader;
    private final Deque<String> history = new ArrayDeque<>();
    private int commands;

    private ImapWire(Socket socket) throws IOException {
        this.socket = socket;
        reader = new ResponseReader(socket.getInputStream());
    }

    /** Connects with implicit TLS (RFC 8314 section 3.2) or in the clear; the greeting has not been read. */
    public static ImapWire connect(InetSocketAddress server, boolean tls) throws IOException {
        return new ImapWire(open(server, tls));
    }

    /** A socket behind TLS, whatever certificate is shown. */
    public static Socket secured(InetSocketAddress server) throws IOException {
        return open(server, true);
    }

    private static Socket open(InetSocketAddress server, boolean tls) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(server, Math.toIntExact(PATIENCE.toMillis()));
            return tls ? AnyCertificate.secure(socket) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void send(byte[] octets) throws IOException {
        remember("C: ", new String(octets, 0, Math.min(octets.length, LONGEST_REMEMBERED), ISO_8859_1).stripTrailing());
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    public String nextTag() {
        return "t" + ++commands;
    }

    public Response read() throws IOException {
        try {
            Response response = reader.read();
            remember("S: ", reader.lastRead());
            return response;
        } catch (SocketTimeoutException e) {
            throw new ProtocolError("no answer for so long: " + history(), e);
        }
    }

    /** Takes the next response if its first octet comes in this time. */
    public boolean readWithin(Duration time, Consumer<Response> taker) throws IOException {
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            reader.awaitFirst();
        } catch (SocketTimeoutException nothing) {
            return false;
        } finally {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        }
        taker.accept(read());
        return true;
    }

    /**
     * Gives a command; behind each part but the last, which must end with a literal's size, it waits for the continuation.
     *
     * @param untagged takes what comes before the end
     * @return the tagged status
     */
    public Response ask(Consumer<Response> untagged, byte[]... parts) throws IOException {
        String tag = nextTag();
        send(concat((tag + " ").getBytes(ISO_8859_1), parts[0]));
        int sent = 1;
        while (true) {
            Response response = read();
            if (response.isContinuation()) {
                if (sent == parts.length) {
                    throw new ProtocolError("a continuation that nothing asked for");
                }
                send(parts[sent++]);
            } else if (response.isUntagged()) {
                untagged.accept(response);
            } else if (response.tag().equals(tag)) {
                return response;
            } else {
                throw new ProtocolError("an answer to " + response.tag() + " while " + tag + " was asked");
            }
        }
    }

    /** Says that nothing more will come, and reads to the end, which must come soon. */
    public void drain(Duration time) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(Math.toIntExact(time.toMillis()));
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() - end < 0) {
                read();
            }
        } catch (EOFException ended) {
            return;
        }
        throw new ProtocolError("the connection does not end: " + history());
    }

    /** A command without literals. */
    public Response ask(Consumer<Response> untagged, String command) throws IOException {
        return ask(untagged, (command + "\r\n").getBytes(ISO_8859_1));
    }

    /** The same, where the answer must be OK and the untagged responses do not matter. */
    public Response must(String command) throws IOException {
        Response status = ask(untagged -> { }, command);
        if (!status.is("OK")) {
            throw new ProtocolError(command + " was answered with " + status);
        }
        return status;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void remember(String prefix, String line) {
        history.add(prefix + line.substring(0, Math.min(line.length(), LONGEST_REMEMBERED)));
        if (history.size() > REMEMBERED) {
            history.remove();
        }
    }

    /** What was said last, a line each. */
    public String history() {
        return String.join("\n", history);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
