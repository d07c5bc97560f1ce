package org.sterna.platform.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.sterna.platform.connection.TestCertificate;

/**
 * A next hop that answers as its script says: the greeting under {@code greeting}, each command line, and each message under
 * {@code .}; {@code drop} hangs up, {@code silence} says nothing. Behind {@code 220 TLS} to STARTTLS it speaks TLS, with the certificate of
 * {@code TestCertificate} unless it is given another. What stands behind LF in an answer is said, too, such as octets that are no TLS.
 */
public final class ScriptedHost implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final ServerSocket server;
    private final Thread acceptor;
    private final Function<String, String> script;
    private final SSLContext tls;
    private final boolean implicit;
    private final List<String> peers = new CopyOnWriteArrayList<>();
    private final List<String> clientCertificates = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final List<byte[]> contents = new CopyOnWriteArrayList<>();
    private final List<byte[]> chunks = new CopyOnWriteArrayList<>();
    private final BlockingQueue<List<String>> conversations = new LinkedBlockingQueue<>();

    public ScriptedHost(InetAddress address, int port, Function<String, String> script) throws IOException {
        this(address, port, script, TestCertificate.context(), false);
    }

    /**
     * @param tls        for STARTTLS; a client is asked for its certificate
     * @param implicit   TLS from the first octet
     */
    ScriptedHost(InetAddress address, int port, Function<String, String> script, SSLContext tls, boolean implicit) throws IOException {
        this.server = new ServerSocket(port, 50, address);
        this.script = script;
        this.tls = tls;
        this.implicit = implicit;
        this.acceptor = start(this::accept);
    }

    /** Takes everything, without extensions. */
    public static String willing(String said) {
        if (said.equals("greeting")) {
            return "220 host.example.net";
        }
        return said.equals("DATA") ? "354 go on" : said.equals("QUIT") ? "221 bye" : "250 fine";
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The octets between 354 and CRLF.CRLF, as they were on the wire. */
    public List<byte[]> contents() {
        return contents;
    }

    /** The octets behind each BDAT. */
    List<byte[]> chunks() {
        return chunks;
    }

    /** Every command so far, of all connections in the order in which they came. */
    List<String> lines() {
        return lines;
    }

    /** The address each connection came from. */
    List<String> peers() {
        return peers;
    }

    /** The subject of each certificate that was shown. */
    List<String> clientCertificates() {
        return clientCertificates;
    }

    /** Connections at one time. */
    int mostOpen() {
        return mostOpen.get();
    }

    /** The commands of the next conversation that has ended; its last is {@code reset} if the client cut it off. */
    public List<String> conversation() throws InterruptedException {
        List<String> ended = conversations.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (ended == null) {
            throw new AssertionError("no conversation has ended");
        }
        return ended;
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "scripted-host");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                peers.add(socket.getInetAddress().getHostAddress());
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serve(Socket socket) {
        List<String> said = new ArrayList<>();
        try (socket) {
            talk(socket, said);
        } catch (IOException cut) {
            said.add("reset");
        } finally {
            conversations.add(said);
        }
    }

    private void talk(Socket socket, List<String> said) throws IOException {
        try {
            socket.setSoTimeout(PATIENCE_SECONDS * 1000);
            if (implicit) {
                secured(socket, said, true);
                return;
            }
            OutputStream out = socket.getOutputStream();
            talk(socket, new BufferedInputStream(socket.getInputStream()), out, said, answer(out, "greeting"));
        } finally {
            open.decrementAndGet();                     // before the client can see the end, and open the next one
        }
    }

    private void talk(Socket socket, InputStream in, OutputStream out, List<String> said, boolean begun) throws IOException {
        boolean goesOn = begun;
        while (goesOn) {
            String line = line(in);
            if (line.isEmpty()) {
                return;
            }
            said.add(line);
            lines.add(line);
            if (line.startsWith("BDAT ")) {
                chunks.add(in.readNBytes(Integer.parseInt(line.split(" ")[1])));
            }
            String answer = script.apply(line);
            goesOn = say(out, answer) && !line.equals("STARTTLS");
            if (goesOn && answer.lines().anyMatch(each -> each.startsWith("354"))) {
                contents.add(content(in));
                goesOn = answer(out, ".");
            }
            if (answer.equals("220 TLS")) {
                secured(socket, said, false);
                return;
            }
        }
    }

    private void secured(Socket socket, List<String> said, boolean greet) throws IOException {
        try (SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true)) {
            secured.setUseClientMode(false);
            secured.setWantClientAuth(true);
            secured.startHandshake();
            try {
                clientCertificates.add(((X509Certificate) secured.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName());
            } catch (SSLPeerUnverifiedException none) {
                // it showed none
            }
            talk(secured, new BufferedInputStream(secured.getInputStream()), secured.getOutputStream(), said,
                    !greet || answer(secured.getOutputStream(), "greeting"));
        }
    }

    private boolean answer(OutputStream out, String said) throws IOException {
        return say(out, script.apply(said));
    }

    private static boolean say(OutputStream out, String answer) throws IOException {
        if (answer.equals("drop")) {
            return false;
        }
        if (!answer.equals("silence")) {
            out.write((answer + "\r\n").getBytes(ISO_8859_1));
            out.flush();
        }
        return true;
    }

    /** Without its CRLF; empty at the end of the connection. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(ISO_8859_1).strip();
    }

    private static byte[] content(InputStream in) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {'\r', '\n'});
        String end = "";
        while (!end.endsWith("\r\n.\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the content has no end");
            }
            content.write(octet);
            end = (end.length() > 8 ? end.substring(end.length() - 8) : end.isEmpty() ? "\r\n" : end) + (char) octet;
        }
        byte[] all = content.toByteArray();
        return Arrays.copyOfRange(all, 2, all.length - 3);
    }

    /** From its return on a connection is refused: the kernel listens until a blocked accept has come back. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            acceptor.join();
        } catch (InterruptedException stopped) {
            throw new InterruptedIOException("the host's end was not awaited");
        }
    }
}
