package org.sterna.platform.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A next hop that answers as its script says: the greeting under {@code greeting}, each command line, and each message under
 * {@code .}; {@code drop} hangs up. What stands behind LF in an answer is said, too, such as octets that are no TLS.
 */
final class ScriptedHost implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final ServerSocket server;
    private final Function<String, String> script;
    private final List<byte[]> contents = new CopyOnWriteArrayList<>();
    private final BlockingQueue<List<String>> conversations = new LinkedBlockingQueue<>();

    ScriptedHost(InetAddress address, int port, Function<String, String> script) throws IOException {
        this.server = new ServerSocket(port, 10, address);
        this.script = script;
        start(this::accept);
    }

    /** Takes everything, without extensions. */
    static String willing(String said) {
        if (said.equals("greeting")) {
            return "220 host.example.net";
        }
        return said.equals("DATA") ? "354 go on" : said.equals("QUIT") ? "221 bye" : "250 fine";
    }

    int port() {
        return server.getLocalPort();
    }

    /** The octets between 354 and CRLF.CRLF, as they were on the wire. */
    List<byte[]> contents() {
        return contents;
    }

    /** The commands of the next conversation that has ended; its last is {@code reset} if the client cut it off. */
    List<String> conversation() throws InterruptedException {
        List<String> ended = conversations.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (ended == null) {
            throw new AssertionError("no conversation has ended");
        }
        return ended;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-host");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serve(Socket socket) {
        List<String> said = new ArrayList<>();
        try (socket) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            boolean goesOn = answer(out, "greeting");
            while (goesOn) {
                String line = line(in);
                if (line.isEmpty()) {
                    break;
                }
                said.add(line);
                goesOn = answer(out, line);
                if (goesOn && script.apply(line).startsWith("354")) {
                    contents.add(content(in));
                    goesOn = answer(out, ".");
                }
            }
        } catch (IOException cut) {
            said.add("reset");
        } finally {
            conversations.add(said);
        }
    }

    private boolean answer(OutputStream out, String said) throws IOException {
        String answer = script.apply(said);
        if (answer.equals("drop")) {
            return false;
        }
        out.write((answer + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return !said.equals("STARTTLS");
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

    @Override
    public void close() throws IOException {
        server.close();
    }
}
