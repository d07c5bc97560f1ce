package org.sterna.protocols.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.message.HeaderFields;

/**
 * One pass over a message, in portions of any size: the header section is collected and given to those who read it, the body goes into the
 * hashes that they asked for, and nothing of it is kept.
 *
 * <p>For one thread and one message.
 */
public final class MessagePass {
    /** Reads one header section. */
    public interface Reader {
        /**
         * The header section has ended.
         *
         * @param hashes to ask for the body's
         */
        void onHeader(HeaderFields fields, BodyHashes hashes);

        /**
         * The header section has more octets than are collected; there is no body for this reader.
         *
         * @param start the fields at its start, the last one perhaps cut
         */
        void onTooLarge(HeaderFields start);
    }

    private enum State { HEADER, BODY, TOO_LARGE, ENDED }

    private final int maxHeaderOctets;
    private final List<Reader> readers = new ArrayList<>();
    private final BodyHashes hashes = new BodyHashes();
    private ByteArrayOutputStream section = new ByteArrayOutputStream(2048);
    private State state = State.HEADER;
    private int lineOctets;
    private boolean lineIsCr;

    /** @param maxHeaderOctets of a header section with the empty line */
    public MessagePass(int maxHeaderOctets) {
        this.maxHeaderOctets = maxHeaderOctets;
    }

    /** To be called before the first octet. */
    public void add(Reader reader) {
        readers.add(reader);
    }

    /** Takes the next octets, line ends CRLF; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        int at = offset;
        int end = offset + length;
        if (state == State.HEADER) {
            at = header(octets, offset, end);
        }
        if (state == State.BODY && at < end) {
            hashes.feed(octets, at, end - at);
        }
    }

    /** Ends the message. More calls do nothing. */
    public void end() {
        if (state == State.HEADER) {
            headerEnds();
        }
        if (state == State.BODY) {
            hashes.end();
        }
        state = State.ENDED;
    }

    /** @return index behind what belongs to the header section */
    private int header(byte[] octets, int offset, int end) {
        int at = offset;
        boolean ended = false;
        while (at < end && !ended) {
            byte octet = octets[at++];
            if (octet == '\n') {
                ended = lineOctets == 0 || lineIsCr;
                lineOctets = 0;
                lineIsCr = false;
            } else {
                lineIsCr = lineOctets == 0 && octet == '\r';
                lineOctets = 1;
            }
        }
        int room = maxHeaderOctets - section.size();
        section.write(octets, offset, Math.min(room, at - offset));
        if (at - offset > room) {
            HeaderFields start = HeaderFields.parse(section.toByteArray());
            readers.forEach(reader -> reader.onTooLarge(start));
            state = State.TOO_LARGE;
            section.reset();
        } else if (ended) {
            headerEnds();
        }
        return at;
    }

    private void headerEnds() {
        HeaderFields fields = HeaderFields.parse(section.toByteArray());
        section = new ByteArrayOutputStream(0);
        readers.forEach(reader -> reader.onHeader(fields, hashes));
        state = State.BODY;
    }
}
