package org.sterna.protocols.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** What a POP3 server says. RFC 1939 section 3. */
public sealed interface Pop3Reply {
    /**
     * The wire form with CRLF after each line, in portions of some KiB that are made when they are asked for. The caller owns the
     * octets.
     */
    Iterator<byte[]> portions();

    /**
     * One line.
     *
     * @param text with its {@code +OK}, {@code -ERR} or {@code +}; ASCII
     */
    record Line(String text) implements Pop3Reply {
        /** The wire form, all of it. */
        public byte[] octets() {
            return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Iterator<byte[]> portions() {
            return List.of(octets()).iterator();
        }
    }

    /**
     * A multi-line response, of any length.
     *
     * @param first with its {@code +OK}
     * @param lines begins again with each call; none of the lines starts with a dot, so none needs another. ASCII
     */
    record Listing(String first, Supplier<Iterator<String>> lines) implements Pop3Reply {
        private static final int PORTION = 16 * 1024;

        @Override
        public Iterator<byte[]> portions() {
            return new Portions(lines.get());
        }

        private final class Portions implements Iterator<byte[]> {
            private final StringBuilder wire = new StringBuilder(first).append("\r\n");
            private final Iterator<String> rest;
            private boolean ended;

            private Portions(Iterator<String> rest) {
                this.rest = rest;
            }

            @Override
            public boolean hasNext() {
                return !ended;
            }

            @Override
            public byte[] next() {
                if (ended) {
                    throw new NoSuchElementException();
                }
                while (rest.hasNext() && wire.length() < PORTION) {
                    wire.append(rest.next()).append("\r\n");
                }
                if (!rest.hasNext()) {
                    ended = true;
                    wire.append(".\r\n");
                }
                byte[] portion = wire.toString().getBytes(StandardCharsets.US_ASCII);
                wire.setLength(0);
                return portion;
            }
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
