package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of an IMAP client as the measurements need (RFC 9051): one command at a time, no literals. Refusals are {@link IOException}s. */
final class ImapClient implements LoginClient {
    private static final Pattern MESSAGES = Pattern.compile("\\* STATUS .*\\(.*\\bMESSAGES ([0-9]+)\\b.*\\)", Pattern.CASE_INSENSITIVE);
    /** Small, because thousands of connections are open at once; a response here is a line or two. */
    private static final int BUFFER = 512;

    private final Socket socket;
    private final InputStream in;
    private int commands;

    /** Connects and reads the greeting. */
    ImapClient(ImapEndpoint endpoint) throws IOException {
        socket = endpoint.connect();
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        String greeting = line();
        if (!greeting.startsWith("* OK")) {
            socket.close();
            throw new IOException("the IMAP server greeted with " + greeting);
        }
    }

    @Override
    public void login(String address, String password) throws IOException {
        command("LOGIN " + quoted(address) + " " + quoted(password));
    }

    /** How many messages the mailbox has. */
    long messages(String mailbox) throws IOException {
        for (String line : command("STATUS " + quoted(mailbox) + " (MESSAGES)")) {
            Matcher status = MESSAGES.matcher(line);
            if (status.matches()) {
                return Long.parseLong(status.group(1));
            }
        }
        throw new IOException("no STATUS response for " + mailbox);
    }

    void select(String mailbox) throws IOException {
        command("SELECT " + quoted(mailbox));
    }

    /** Of all messages of the selected mailbox, how many were told of. */
    long flags() throws IOException {
        return command("UID FETCH 1:* (FLAGS)").stream().filter(line -> line.contains(" FETCH ")).count();
    }

    void logout() throws IOException {
        command("LOGOUT");
    }

    /** Begins IDLE (RFC 2177), which is never ended. */
    void idle() throws IOException {
        send("IDLE");
        String line = line();
        while (line.startsWith("*")) {
            line = line();
        }
        if (!line.startsWith("+")) {
            throw new IOException("IDLE was answered with " + line);
        }
    }

    /** The untagged responses. */
    private List<String> command(String text) throws IOException {
        String tag = send(text);
        List<String> untagged = new ArrayList<>();
        String line = line();
        while (!line.startsWith(tag + " ")) {
            untagged.add(line);
            line = line();
        }
        if (!line.startsWith(tag + " OK")) {
            throw new IOException(text.substring(0, (text + " ").indexOf(' ')) + " was answered with " + line);
        }
        return untagged;
    }

    private String send(String text) throws IOException {
        String tag = "b" + ++commands;
        socket.getOutputStream().write((tag + " " + text + "\r\n").getBytes(UTF_8));
        return tag;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the IMAP server closed the connection");
            }
            line.write(octet);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
