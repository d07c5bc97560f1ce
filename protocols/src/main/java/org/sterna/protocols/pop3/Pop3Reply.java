package org.sterna.protocols.pop3;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a POP3 server says. RFC 1939 section 3. */
public sealed interface Pop3Reply {
    /** The wire form with CRLF after each line; the caller owns the octets. */
    byte[] octets();

    /**
     * One line.
     *
     * @param text with its {@code +OK}, {@code -ERR} or {@code +}; ASCII
     */
    record Line(String text) implements Pop3Reply {
        @Override
        public byte[] octets() {
            return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * A multi-line response.
     *
     * @param first with its {@code +OK}
     * @param lines none of them starts with a dot, so none needs another
     */
    record Listing(String first, List<String> lines) implements Pop3Reply {
        /** Copies the list. */
        public Listing {
            lines = List.copyOf(lines);
        }

        @Override
        public byte[] octets() {
            StringBuilder wire = new StringBuilder(first).append("\r\n");
            lines.forEach(line -> wire.append(line).append("\r\n"));
            return wire.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Done. */
    static Pop3Reply ok(String text) {
        return new Line("+OK " + text);
    }

    /** Refused. */
    static Pop3Reply error(String text) {
        return new Line("-ERR " + text);
    }

    /** The host goes down. */
    Pop3Reply SHUTTING_DOWN = error("[SYS/TEMP] Service is shutting down");
    /** Too many connections, in place of the greeting. */
    Pop3Reply TOO_BUSY = error("[SYS/TEMP] Too many connections, try again later");
}
