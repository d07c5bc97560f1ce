package org.sterna.protocols.proxy;

import java.nio.charset.StandardCharsets;

/**
 * Reads the header of one connection from octets as they come, and not one octet more. Version 1 is a line of at most 107 octets, version 2
 * binary; the first octet tells which. What can be neither is malformed at its first wrong octet, so a client that was let in
 * without a balancer is not waited for.
 */
public final class ProxyHeaderReader {
    /** The most that a header may have: 536 octets, which the specification wants a receiver to take, and 4 KiB more of TLVs. */
    public static final int MAX_OCTETS = 536 + 4096;

    static final int MAX_LINE_OCTETS = 107;
    static final int FIXED_OCTETS = 16;
    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final ProxyProgress INCOMPLETE = new ProxyProgress.Incomplete();

    /** A line, or what counts of a binary header: the fixed part and two IPv6 ends. What is behind is not kept. */
    private final byte[] kept = new byte[MAX_LINE_OCTETS];
    private int count;
    private int total = MAX_OCTETS;
    private ProxyProgress progress = INCOMPLETE;

    /**
     * Reads on.
     *
     * @param octets not kept
     * @return how many of the octets belong to the header; the rest is what the client sent. Always 0 once the header is complete or malformed
     */
    public int feed(byte[] octets, int offset, int length) {
        int used = 0;
        while (used < length && progress == INCOMPLETE) {
            take(octets[offset + used]);
            used++;
        }
        return used;
    }

    public ProxyProgress progress() {
        return progress;
    }

    private void take(byte octet) {
        if (count < kept.length) {
            kept[count] = octet;
        }
        count++;
        if (kept[0] == SIGNATURE[0]) {
            takeBinary(octet);
        } else {
            takeLine(octet);
        }
    }

    private void takeLine(byte octet) {
        if (count <= LINE_START.length) {
            if (octet != LINE_START[count - 1]) {
                malformed("no PROXY header");
            }
        } else if (kept[count - 2] == '\r') {
            if (octet == '\n') {
                progress = ProxyLine.parse(new String(kept, 0, count - 2, StandardCharsets.ISO_8859_1));
            } else {
                malformed("a CR without LF in the PROXY line");
            }
        } else if (count == MAX_LINE_OCTETS) {
            malformed("a PROXY line of more than " + MAX_LINE_OCTETS + " octets");
        } else if (octet < ' ' && octet != '\r' || octet > '~') {
            malformed("a control or other octet in the PROXY line");
        }
    }

    private void takeBinary(byte octet) {
        if (count <= SIGNATURE.length) {
            if (octet != SIGNATURE[count - 1]) {
                malformed("no PROXY header");
            }
        } else if (count == SIGNATURE.length + 1 && !ProxyBlock.isCommand(octet)) {
            malformed("version or command of the PROXY header are unknown");
        } else if (count == FIXED_OCTETS) {
            total = FIXED_OCTETS + ((kept[14] & 0xff) << 8 | kept[15] & 0xff);
            if (total > MAX_OCTETS) {
                malformed("a PROXY header of " + total + " octets, of at most " + MAX_OCTETS);
            }
        }
        if (count >= FIXED_OCTETS && count == total && progress == INCOMPLETE) {
            progress = ProxyBlock.parse(kept, total);
        }
    }

    private void malformed(String text) {
        progress = new ProxyProgress.Malformed(text);
    }
}
