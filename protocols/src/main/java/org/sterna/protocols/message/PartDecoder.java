package org.sterna.protocols.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Undoes the content transfer encoding of a body that passes by in portions (RFC 3516 section 4.3: BINARY). Damaged input
 * gives what can be saved, as {@link TransferDecoding} does; no more than one line's end is held back.
 *
 * <p>For one thread and one body.
 */
public final class PartDecoder {
    private enum Encoding { IDENTITY, BASE64, QUOTED_PRINTABLE }

    private static final byte[] NOTHING = {};
    /** Blanks behind a {@code =} that are held back until it is clear whether the line ends there. */
    private static final int MAX_HELD = 256;

    private final Encoding encoding;
    /** A {@code =} and what may belong to it. */
    private final byte[] held;
    private int heldSize;
    private long decoded;
    private int value;
    private int bits;
    private boolean padded;

    private PartDecoder(Encoding encoding) {
        this.encoding = encoding;
        this.held = new byte[encoding == Encoding.QUOTED_PRINTABLE ? MAX_HELD : 0];
    }

    /** Empty if the encoding is not known: RFC 3516 section 4.3, UNKNOWN-CTE. */
    public static Optional<PartDecoder> of(PartDescription part) {
        return switch (part.encoding().strip().toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> Optional.of(new PartDecoder(Encoding.IDENTITY));
            case "base64" -> Optional.of(new PartDecoder(Encoding.BASE64));
            case "quoted-printable" -> Optional.of(new PartDecoder(Encoding.QUOTED_PRINTABLE));
            default -> Optional.empty();
        };
    }

    /** For what is not encoded: a whole message, a multipart. */
    public static PartDecoder identity() {
        return new PartDecoder(Encoding.IDENTITY);
    }

    /**
     * The decoded octets that these ones complete.
     *
     * @param octets read, not kept; the result is a new array
     */
    public byte[] decode(byte[] octets, int offset, int length) {
        byte[] result = switch (encoding) {
            case IDENTITY -> Arrays.copyOfRange(octets, offset, offset + length);
            case BASE64 -> base64(octets, offset, length);
            case QUOTED_PRINTABLE -> quotedPrintable(octets, offset, length);
        };
        decoded += result.length;
        return result;
    }

    /** What was held back. Call it once, at the end of the body. */
    public byte[] finish() {
        byte[] rest = NOTHING;
        if (heldSize == 2 && Character.digit(held[1], 16) >= 0) {
            rest = Arrays.copyOf(held, 2);
        }
        heldSize = 0;
        decoded += rest.length;
        return rest;
    }

    /** Octets handed out so far; after {@link #finish()} what BINARY.SIZE answers. */
    public long decoded() {
        return decoded;
    }

    private byte[] base64(byte[] octets, int offset, int length) {
        byte[] out = new byte[(int) ((length + 3L) * 3 / 4) + 1];
        int size = 0;
        for (int i = offset; i < offset + length && !padded; i++) {
            if (octets[i] == '=') {
                padded = true;
                break;
            }
            int digit = TransferDecoding.base64Digit(octets[i]);
            if (digit >= 0) {
                value = value << 6 | digit;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out[size++] = (byte) (value >> bits);
                    value &= (1 << bits) - 1;
                }
            }
        }
        return Arrays.copyOf(out, size);
    }

    private byte[] quotedPrintable(byte[] octets, int offset, int length) {
        byte[] out = new byte[length + MAX_HELD + 2];
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            if (heldSize > 0) {
                if (takesHeld(octet)) {
                    size += release(octet, out, size);
                    continue;
                }
                System.arraycopy(held, 0, out, size, heldSize);         // what looked like a code is none
                size += heldSize;
                heldSize = 0;
            }
            if (octet == '=') {
                held[heldSize++] = octet;
            } else {
                out[size++] = octet;
            }
        }
        return Arrays.copyOf(out, size);
    }

    /** True if the octet goes on with the code that is held back. */
    private boolean takesHeld(byte octet) {
        boolean digit = Character.digit(octet, 16) >= 0;
        boolean blank = octet == ' ' || octet == '\t' || octet == '\r';
        if (heldSize == 1) {
            return digit || blank || octet == '\n';
        }
        boolean code = Character.digit(held[1], 16) >= 0;
        return code ? digit : blank && heldSize < MAX_HELD || octet == '\n';
    }

    /** Adds the octet to the code; answers how many octets the code gives, if it is complete. */
    private int release(byte octet, byte[] out, int at) {
        if (octet == '\n') {                                            // a soft line break
            heldSize = 0;
            return 0;
        }
        if (heldSize == 2 && Character.digit(held[1], 16) >= 0) {
            out[at] = (byte) (Character.digit(held[1], 16) << 4 | Character.digit(octet, 16));
            heldSize = 0;
            return 1;
        }
        held[heldSize++] = octet;
        return 0;
    }
}
