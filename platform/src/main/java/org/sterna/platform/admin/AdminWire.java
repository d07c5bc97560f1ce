package org.sterna.platform.admin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The octets on the admin socket: integers of four octets, texts as their length and UTF-8. Each side sends one record. */
final class AdminWire {
    private static final int MOST_WORDS = 1000;
    private static final int LONGEST_TEXT = 256 << 20;

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

    static AdminResult readResult(DataInputStream in) throws IOException {
        return new AdminResult(within(in.readInt(), 255), readText(in), readText(in));
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
