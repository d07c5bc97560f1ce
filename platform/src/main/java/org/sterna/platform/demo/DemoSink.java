package org.sterna.platform.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outside world: a tiny SMTP server (RFC 5321 section 4.5.1) that takes everything and keeps it in memory. */
final class DemoSink implements AutoCloseable {
    private final List<String> messages = new ArrayList<>();
    private int port;
    private ServerSocket server;

    /** Opens the port: the first time a free one, later the same again. */
    void open() throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        port = server.getLocalPort();
        ServerSocket mine = server;
        Thread thread = new Thread(() -> serve(mine), "demo-sink");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return port;
    }

    /** What has come, content with CRLF. */
    List<String> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    private void serve(ServerSocket mine) {
        while (!mine.isClosed()) {
            try (Socket socket = mine.accept()) {
                socket.setSoTimeout(30_000);
                converse(socket);
            } catch (IOException e) {
                // the peer left, or the destination is down: both are part of the demonstration
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream();
        say(out, "220 sink.outside.example ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
            if (verb.equals("EHLO")) {
                say(out, "250-sink.outside.example\r\n250 8BITMIME");
            } else if (verb.equals("DATA")) {
                say(out, "354 Go on");
                StringBuilder content = new StringBuilder();
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    content.append(text.startsWith(".") ? text.substring(1) : text).append("\r\n");
                }
                synchronized (messages) {
                    messages.add(content.toString());
                }
                say(out, "250 2.0.0 Taken");
            } else if (verb.equals("QUIT")) {
                say(out, "221 2.0.0 Bye");
                return;
            } else {
                say(out, "250 2.0.0 OK");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The destination is down: connections are refused. */
    @Override
    public void close() throws IOException {
        server.close();
    }
}
