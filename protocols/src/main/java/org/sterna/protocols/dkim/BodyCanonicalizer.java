package org.sterna.protocols.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Makes a canonical body of one that passes by in portions and gives it to hashes. Line ends are held back as a number until it is known that they are not the
 * empty lines at the end. A CR or LF alone is an octet like others.
 */
final class BodyCanonicalizer {
    private static final int BUFFER = 8192;

    private final Canonicalization canonicalization;
    private final List<BodyHash> hashes = new ArrayList<>();
    private final byte[] out = new byte[BUFFER];
    private int filled;
    private long lineEnds;
    private boolean carriageReturn;
    private boolean space;
    private boolean hasContent;

    BodyCanonicalizer(Canonicalization canonicalization) {
        this.canonicalization = canonicalization;
    }

    Canonicalization canonicalization() {
        return canonicalization;
    }

    List<BodyHash> hashes() {
        return hashes;
    }

    BodyHash add(OptionalLong limit) {
        BodyHash hash = new BodyHash(limit);
        hashes.add(hash);
        return hash;
    }

    void feed(byte[] octets, int offset, int length) {
        boolean relaxed = canonicalization == Canonicalization.RELAXED;
        int end = offset + length;
        int at = offset;
        while (at < end) {
            byte octet = octets[at];
            if (carriageReturn) {
                carriageReturn = false;
                if (octet == '\n') {
                    lineEnds++;
                    space = false;
                    at++;
                    continue;
                }
                content();
                put((byte) '\r');
            }
            if (octet == '\r') {
                carriageReturn = true;
                at++;
            } else if (relaxed && (octet == ' ' || octet == '\t')) {
                space = true;
                at++;
            } else {
                int stop = at + 1;
                while (stop < end && octets[stop] != '\r' && !(relaxed && (octets[stop] == ' ' || octets[stop] == '\t'))) {
                    stop++;
                }
                content();
                put(octets, at, stop - at);
                at = stop;
            }
        }
    }

    void end() {
        if (carriageReturn) {
            content();
            put((byte) '\r');
        }
        if (hasContent || canonicalization == Canonicalization.SIMPLE) {
            put((byte) '\r');
            put((byte) '\n');
        }
        flush();
        hashes.forEach(BodyHash::end);
    }

    /** What was held back before the octet that follows. */
    private void content() {
        hasContent = true;
        for (; lineEnds > 0; lineEnds--) {
            put((byte) '\r');
            put((byte) '\n');
        }
        if (space) {
            put((byte) ' ');
            space = false;
        }
    }

    private void put(byte octet) {
        if (filled == BUFFER) {
            flush();
        }
        out[filled++] = octet;
    }

    private void put(byte[] octets, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (filled == BUFFER) {
                flush();
            }
            int count = Math.min(length - done, BUFFER - filled);
            System.arraycopy(octets, offset + done, out, filled, count);
            filled += count;
            done += count;
        }
    }

    private void flush() {
        for (BodyHash hash : hashes) {
            hash.update(out, filled);
        }
        filled = 0;
    }
}
