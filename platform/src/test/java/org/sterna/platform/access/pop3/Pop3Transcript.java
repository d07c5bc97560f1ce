package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plays conversations over a real socket: {@code C:} is sent, {@code S:} must come, where {@code ...} stands for anything;
 * {@code TLS:} shakes hands, and {@code X:} is the end of the connection. Text is a string of octets.
 */
final class Pop3Transcript {
    private Pop3Transcript() { }

    /** @param tls whether TLS is there from the start */
    static void play(InetSocketAddress server, boolean tls, String conversation) throws IOException {
        try (Pop3Client client = tls ? Pop3Client.tls(server) : Pop3Client.clear(server)) {
            for (String line : conversation.split("\n")) {
                String text = line.substring(Math.min(line.length(), 3));
                if (line.startsWith("C:")) {
                    client.send(text + "\r\n");
                } else if (line.startsWith("S:")) {
                    assertThat(line(client, line)).as(line).matches(pattern(text));
                } else if (line.equals("TLS:")) {
                    client.startTls();
                } else if (line.equals("X:")) {
                    assertThat(client.remainder()).isEmpty();
                } else {
                    throw new AssertionError("not a line of a conversation: " + line);
                }
            }
        }
    }

    private static String line(Pop3Client client, String expected) throws IOException {
        try {
            return client.line();
        } catch (EOFException closed) {
            throw new AssertionError("the connection ended before " + expected, closed);
        }
    }

    private static String pattern(String text) {
        return Arrays.stream(text.split(Pattern.quote("..."), -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
