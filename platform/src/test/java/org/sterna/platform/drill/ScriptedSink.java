package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An SMTP server for the load's tests. A script gives the answer to each command line and, under {@code .}, to each message; {@code drop} hangs up. */
final class ScriptedSink implements AutoCloseable {

    private final ServerSocket server;
    private final Function<String, String> script;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    ScriptedSink(Function<String, String> script) throws IOException {
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.script = script;
        start(this::accept);
    }

    /** Accepts everything. */
    static String accept(String line) {
        if (line.equals("DATA")) {
            return "354 go ahead";
        }
        return line.equals("QUIT") ? "221 bye" : "250-first line\r\n250 done";
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    List<String> messages() {
        return messages;
    }

    int connections() {
        return connections.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader input = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            OutputStream output = socket.getOutputStream();
            output.write("220 sink.example.org\r\n".getBytes(ISO_8859_1));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String answer = script.apply(line);
                if (answer.equals("drop")) {
                    return;
                }
                output.write((answer + "\r\n").getBytes(ISO_8859_1));
                if (answer.startsWith("354")) {
                    String after = script.apply(". " + readMessage(input));
                    if (after.equals("drop")) {
                        return;
                    }
                    output.write((after + "\r\n").getBytes(ISO_8859_1));
                }
            }
        } catch (IOException gone) {
            // the client has gone
        }
    }

    private String readMessage(BufferedReader input) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = input.readLine(); !line.equals("."); line = input.readLine()) {
            message.append(line).append("\r\n");
        }
        messages.add(message.toString());
        return message.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
