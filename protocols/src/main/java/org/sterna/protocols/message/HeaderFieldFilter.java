package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Lets the wanted fields of a header section pass, octet for octet, and holds back the others (RFC 9051 section 6.4.5.1,
 * HEADER.FIELDS). The section may be of any size and comes in portions; no more than a field name is held.
 *
 * <p>For one thread and one header section.
 */
public final class HeaderFieldFilter {
    private static final int MAX_NAME = 1000;

    private enum State {
        /** At the first octet of a line. */
        LINE_START,
        /** In a field name. */
        NAME,
        /** In blanks between name and colon (RFC 5322 section 4.5). */
        BEHIND_NAME,
        /** In a line that passes. */
        WANTED,
        /** In a line that does not. */
        UNWANTED,
        /** Behind the empty line. */
        ENDED
    }

    private final Predicate<String> wantedName;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(64);
    private State state = State.LINE_START;
    private boolean fieldWanted;
    private int nameLength;
    private boolean lineOpen;

    /** @param wantedName asked with the name as it is spelt */
    public HeaderFieldFilter(Predicate<String> wantedName) {
        this.wantedName = wantedName;
    }

    /**
     * What may pass of these octets and those held back before them, a new array.
     *
     * @param octets read, not kept
     */
    public byte[] filter(byte[] octets, int offset, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        for (int i = offset; i < offset + length && state != State.ENDED; i++) {
            step(octets[i], out);
        }
        return out.toByteArray();
    }

    /** The end of the section: a line end where the last field has none, and the empty line, which is always there. */
    public byte[] finish() {
        byte[] end = (lineOpen ? "\r\n\r\n" : "\r\n").getBytes(StandardCharsets.US_ASCII);
        state = State.ENDED;
        lineOpen = false;
        return end;
    }

    private void step(byte octet, ByteArrayOutputStream out) {
        if (state == State.LINE_START) {
            if (octet == ' ' || octet == '\t') {                    // a folded line goes with its field
                state = fieldWanted ? State.WANTED : State.UNWANTED;
            } else if (octet == '\n') {
                state = State.ENDED;
                return;
            } else {
                state = State.NAME;
                held.reset();
            }
        }
        switch (state) {
            case NAME, BEHIND_NAME -> name(octet, out);
            case WANTED -> pass(octet, out);
            default -> { }
        }
        if (octet == '\n' && state != State.ENDED) {
            state = State.LINE_START;
        }
    }

    private void name(byte octet, ByteArrayOutputStream out) {
        int c = octet & 0xff;
        if (c == '\n' && held.size() == 1 && held.toByteArray()[0] == '\r') {
            state = State.ENDED;
            return;
        }
        boolean blank = c == ' ' || c == '\t';
        if (state == State.NAME && (blank || c == ':')) {
            nameLength = held.size();
        }
        held.write(octet);
        if (c == ':') {
            String name = held.toString(StandardCharsets.ISO_8859_1).substring(0, nameLength);
            fieldWanted = nameLength > 0 && wantedName.test(name);
            state = fieldWanted ? State.WANTED : State.UNWANTED;
            if (fieldWanted) {
                out.writeBytes(held.toByteArray());
                lineOpen = true;
            }
        } else if (blank) {
            state = State.BEHIND_NAME;
        } else if (state == State.BEHIND_NAME || (c <= ' ' && c != '\r') || c == 127 || held.size() > MAX_NAME) {
            fieldWanted = false;                                    // a line that is no field
            state = State.UNWANTED;
        }
    }

    private void pass(byte octet, ByteArrayOutputStream out) {
        out.write(octet);
        lineOpen = octet != '\n';
    }
}
