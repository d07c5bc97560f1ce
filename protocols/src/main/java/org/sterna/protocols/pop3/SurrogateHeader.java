package org.sterna.protocols.pop3;

import java.io.ByteArrayOutputStream;
import org.sterna.protocols.smtp.OctetSink;

/**
 * Makes the header section of a message ASCII, while it passes, for a client that has not said UTF8 (RFC 6856 section 2.1): a
 * surrogate as in RFC 6858 section 2. What is ASCII passes octet for octet, and so does the body, whose 8-bit octets every
 * client must bear (RFC 6152). One field is held at a time. One object for one message; not safe for use by several threads.
 *
 * <p>Left out: the header sections of body parts, which pass as they are.
 */
public final class SurrogateHeader {
    /** A longer field that is not in ASCII is left out, and one that is ASCII so far loses its other characters. */
    static final int MAX_FIELD_OCTETS = 64 * 1024;

    private enum State {
        /** The field is held. */
        HOLDING,
        /** The rest of a field that was too long to be held. */
        PASSING,
        /** The same, left out. */
        SKIPPING,
        /** Behind the empty line. */
        IN_BODY
    }

    private final ByteArrayOutputStream field = new ByteArrayOutputStream(256);
    private State state = State.HOLDING;
    private boolean ascii = true;
    private boolean atLineStart = true;
    private boolean lineEmpty = true;

    /** Passes on what is complete; the chunk is read, not kept. */
    public void feed(byte[] chunk, int offset, int length, OctetSink sink) {
        int i = offset;
        while (i < offset + length && state != State.IN_BODY) {
            take(chunk[i++], sink);
        }
        if (i < offset + length) {
            sink.accept(chunk, i, offset + length - i);
        }
    }

    /** The end of the message: passes on a field that nothing followed. */
    public void finish(OctetSink sink) {
        if (state == State.HOLDING) {
            release(sink);
        }
        state = State.IN_BODY;
    }

    private void take(byte octet, OctetSink sink) {
        if (atLineStart && octet != ' ' && octet != '\t') {
            if (state == State.HOLDING) {
                release(sink);
            }
            state = State.HOLDING;
            ascii = true;
        }
        atLineStart = octet == '\n';
        lineEmpty &= octet == '\r' || octet == '\n';
        hold(octet, sink);
        if (atLineStart && lineEmpty) {
            finish(sink);
        }
        lineEmpty |= atLineStart;
    }

    private void hold(byte octet, OctetSink sink) {
        if (state == State.PASSING) {
            sink.accept(new byte[] {octet < 0 ? (byte) '?' : octet}, 0, 1);
        } else if (state == State.HOLDING) {
            ascii &= octet >= 0;
            field.write(octet);
            if (field.size() > MAX_FIELD_OCTETS) {
                state = ascii ? State.PASSING : State.SKIPPING;
                if (ascii) {
                    release(sink);
                }
                field.reset();
            }
        }
    }

    private void release(OctetSink sink) {
        byte[] octets = field.toByteArray();
        field.reset();
        byte[] out = ascii ? octets : SurrogateField.of(octets);
        sink.accept(out, 0, out.length);
    }
}
