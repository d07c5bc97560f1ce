package org.sterna.platform.admin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The octets on the admin socket, and behind the handshake on the admin port: integers of four octets, texts as their length and UTF-8. The client
 * sends one record, the node answers with any number of lines of progress and one result.
 */
final class AdminWire {
    private static final int MOST_WORDS = 20_000;
    private static final int LONGEST_TEXT = 256 << 20;
    /** In the place of an exit status: a line of progress follows, and then another record. */
    private static final int PROGRESS = -1;

    /** What the client sends. */
    record Request(List<String> command, String input) {
    }

    private AdminWire() {
    }

    static void write(DataOutputStream out, Request request) throws IOException {
        out.writeInt(request.command().size());
        for (String word : request.command()) {
            writeText(out, word);
        }
        writeText(out, request.input());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        int count = within(in.readInt(), MOST_WORDS);
        List<String> command = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            command.add(readText(in));
        }
        return new Request(List.copyOf(command), readText(in));
    }

    static void write(DataOutputStream out, AdminResult result) throws IOException {
        out.writeInt(result.status());
        writeText(out, result.output());
        writeText(out, result.error());
        out.flush();
    }

    static void writeProgress(DataOutputStream out, String line) throws IOException {
        out.writeInt(PROGRESS);
        writeText(out, line);
        out.flush();
    }

    /** @param progress gets the lines that come before the result */
    static AdminResult readResult(DataInputStream in, Consumer<String> progress) throws IOException {
        int status = in.readInt();
        while (status == PROGRESS) {
            progress.accept(readText(in));
            status = in.readInt();
        }
        return new AdminResult(within(status, 255), readText(in), readText(in));
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(octets.length);
        out.write(octets);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = within(in.readInt(), LONGEST_TEXT);
        byte[] octets = in.readNBytes(length);               // grows with what arrives, not with what was announced
        if (octets.length < length) {
            throw new IOException("cut off");
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static int within(int value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException("not a Sterna admin socket");
        }
        return value;
    }
}
