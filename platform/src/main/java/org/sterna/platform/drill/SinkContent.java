package org.sterna.platform.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Finds the end of a content sent by DATA (RFC 5321 section 4.1.1.4) and remembers how it began. */
final class SinkContent {

    /** A header section longer than that is not read to its end. */
    private static final int REMEMBERED = 16 * 1024;

    private enum At { LINE_START, DOT, DOT_CR, LINE, CR }

    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream(1024);
    private At at = At.LINE_START;

    /** Reads up to the final dot, which it takes, or up to the end of the input; true if the dot was there. */
    boolean endsIn(ByteBuffer input) {
        int start = input.position();
        boolean ended = false;
        while (!ended && input.hasRemaining()) {
            byte octet = input.get();
            switch (at) {
                case LINE_START -> at = octet == '.' ? At.DOT : inLine(octet);
                case DOT -> at = octet == '\r' ? At.DOT_CR : At.LINE;
                case DOT_CR -> {
                    ended = octet == '\n';
                    at = inLine(octet);
                }
                case LINE -> at = inLine(octet);
                case CR -> at = octet == '\n' ? At.LINE_START : inLine(octet);
            }
        }
        remember(input.duplicate().flip().position(start));
        return ended;
    }

    private static At inLine(byte octet) {
        return octet == '\r' ? At.CR : At.LINE;
    }

    private void remember(ByteBuffer read) {
        byte[] octets = new byte[Math.min(read.remaining(), REMEMBERED - beginning.size())];
        read.get(octets);
        beginning.writeBytes(octets);
    }

    String beginning() {
        return beginning.toString(ISO_8859_1);
    }
}
