package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IMAP connection for answers of any size (RFC 9051): they are counted as they come, without being kept or understood, so that the client costs little
 * beside the server. One command at a time; a refusal is an {@link IOException}.
 */
final class SyncClient implements Closeable {
    private static final int BUFFER = 1 << 17;
    /** The first lines of an answer are kept, and short ones only. */
    private static final int LINES_KEPT = 64;
    private static final int LONGEST_KEPT = 2_000;

    /**
     * What came back.
     *
     * @param responses untagged ones
     * @param octets    all of them, with the tagged one
     * @param nanos     from the command's first octet to the answer's last
     * @param lines     the beginning, for what has to be known of it
     * @param status    the tagged one, behind the tag
     */
    record Answer(long responses, long octets, long nanos, List<String> lines, String status) {

        /** The number in the first response code of this name, in an untagged or the tagged response. */
        Optional<Long> code(String name) {
            for (String line : lines) {
                Optional<Long> number = codeIn(line, name);
                if (number.isPresent()) {
                    return number;
                }
            }
            return codeIn(status, name);
        }

        private static Optional<Long> codeIn(String line, String name) {
            int begin = line.indexOf("[" + name + " ");
            if (begin < 0) {
                return Optional.empty();
            }
            String rest = line.substring(begin + name.length() + 2);
            return Optional.of(Long.valueOf(rest.substring(0, rest.indexOf(']'))));
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long taken;
    private int commands;

    /** Connects and reads the greeting. */
    SyncClient(ImapEndpoint server) throws IOException {
        socket = server.connect();
        socket.setSoTimeout(0);                              // answers of minutes are what this measures
        in = socket.getInputStream();
        out = socket.getOutputStream();
        String greeting = line();
        if (!greeting.startsWith("* OK")) {
            throw new IOException("the IMAP server greeted with " + greeting);
        }
    }

    /** Gives a command and reads its answer to the end. */
    Answer ask(String command) throws IOException {
        long begun = System.nanoTime();
        long before = taken;
        String tag = "s" + ++commands;
        out.write((tag + " " + command + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return answer(tag, begun, before, command.substring(0, Math.min(60, command.length())));
    }

    /** APPEND of some messages at once (RFC 3502), with literals that do not wait (RFC 7888). */
    Answer append(String mailbox, List<byte[]> messages) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        String tag = "s" + ++commands;
        command.writeBytes((tag + " APPEND " + mailbox).getBytes(ISO_8859_1));
        for (byte[] message : messages) {
            command.writeBytes((" {" + message.length + "+}\r\n").getBytes(ISO_8859_1));
            command.writeBytes(message);
        }
        command.writeBytes("\r\n".getBytes(ISO_8859_1));
        long begun = System.nanoTime();
        long before = taken;
        command.writeTo(out);
        out.flush();
        return answer(tag, begun, before, "APPEND");
    }

    private Answer answer(String tag, long begun, long before, String what) throws IOException {
        List<String> lines = new ArrayList<>();
        long responses = 0;
        while (true) {
            String line = line();
            if (line.startsWith(tag + " ")) {
                String status = line.substring(tag.length() + 1);
                if (!status.startsWith("OK")) {
                    throw new IOException(what + " was answered with " + status);
                }
                return new Answer(responses, taken - before, System.nanoTime() - begun, lines, status);
            }
            if (line.startsWith("* BYE")) {
                throw new IOException(what + " was answered with " + line);
            }
            responses++;
            if (lines.size() < LINES_KEPT) {
                lines.add(line);
            }
        }
    }

    /** IDLE (RFC 2177), which ends only with the connection. */
    void beginIdle() throws IOException {
        out.write(("s" + ++commands + " IDLE\r\n").getBytes(ISO_8859_1));
        out.flush();
        while (!line().startsWith("+")) {
            continue;                                        // what there was to tell before
        }
    }

    /** The next response, for as long as it takes. */
    String next() throws IOException {
        return line();
    }

    /** A line with its literals passed over; only its beginning if it is long. */
    private String line() throws IOException {
        StringBuilder kept = new StringBuilder();
        while (true) {
            readLine(kept);
            long literal = literalBefore(kept);
            if (literal < 0) {
                return kept.toString().stripTrailing();
            }
            skip(literal);
            kept.append(' ');
        }
    }

    private void readLine(StringBuilder kept) throws IOException {
        int tail = kept.length();
        while (true) {
            if (position == limit) {
                fill();
            }
            int begin = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            boolean found = position < limit;
            if (found) {
                position++;
            }
            taken += position - begin;
            if (kept.length() - tail > LONGEST_KEPT) {
                kept.setLength(tail + LONGEST_KEPT / 2);
            }
            kept.append(new String(buffer, begin, position - begin, ISO_8859_1));
            if (found) {
                return;
            }
        }
    }

    /** The size of the literal that a line ends with, or -1. */
    private static long literalBefore(CharSequence line) {
        int end = line.length() - 3;
        if (end < 0 || line.charAt(end) != '}' || line.charAt(end + 1) != '\r') {
            return -1;
        }
        int begin = end - 1;
        while (begin >= 0 && Character.isDigit(line.charAt(begin))) {
            begin--;
        }
        return begin >= 0 && line.charAt(begin) == '{' && begin < end - 1 ? Long.parseLong(line, begin + 1, end, 10) : -1;
    }

    private void skip(long octets) throws IOException {
        long left = octets;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int here = (int) Math.min(left, limit - position);
            position += here;
            taken += here;
            left -= here;
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer);
        if (read < 0) {
            throw new EOFException("the IMAP server closed the connection");
        }
        position = 0;
        limit = read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
