package org.sterna.protocols.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of a body that passes by in portions: transfer encoding undone, decoded to Unicode and folded by {@link Casemap}.
 * However the body is cut, the pieces put together are the same. An octet that the charset does not allow stands for itself
 * as in ISO 8859-1: most mail without a proper charset is in one or the other.
 *
 * <p>For one thread and one body.
 */
public final class FoldedText {
    private static final int MAX_PENDING = 16;

    private final PartDecoder octetsOf;
    private final CharsetDecoder decoder;
    private final boolean asciiInside;
    private byte[] pending = {};

    private FoldedText(PartDecoder octetsOf, Charset charset) {
        this.octetsOf = octetsOf;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        this.asciiInside = keepsAscii(charset);
    }

    /** The text of a part, whose charset is UTF-8 if it names none that is known. */
    public static FoldedText of(PartDescription part) {
        Optional<Charset> charset = part.decodedParameter("charset").flatMap(Charsets::named);
        return new FoldedText(PartDecoder.of(part).orElseGet(PartDecoder::identity), charset.orElse(StandardCharsets.UTF_8));
    }

    /** True if octets below 128 mean ASCII wherever they stand. */
    private static boolean keepsAscii(Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        return name.equals("UTF-8") || name.startsWith("ISO-8859-") || name.startsWith("WINDOWS-125") || name.startsWith("KOI8-");
    }

    /**
     * The text that these octets complete.
     *
     * @param octets read, not kept
     */
    public String fold(byte[] octets, int offset, int length) {
        return folded(octetsOf.decode(octets, offset, length), false);
    }

    /** The rest of the text. Call it once, at the end of the body. */
    public String finish() {
        return folded(octetsOf.finish(), true);
    }

    private String folded(byte[] octets, boolean last) {
        if (asciiInside && pending.length == 0 && isAscii(octets)) {
            Casemap.foldAscii(octets, 0, octets.length);
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
        return Casemap.fold(decoded(octets, last));
    }

    private static boolean isAscii(byte[] octets) {
        int or = 0;
        for (byte octet : octets) {
            or |= octet;
        }
        return or >= 0;
    }

    private String decoded(byte[] octets, boolean last) {
        ByteBuffer in = ByteBuffer.wrap(joined(pending, octets));
        CharBuffer out = CharBuffer.allocate((int) (in.remaining() * decoder.maxCharsPerByte()) + 2);
        CoderResult result = decoder.decode(in, out, last);
        while (!result.isUnderflow()) {
            out = room(out);
            for (int i = 0; result.isError() && i < result.length(); i++) {
                out.put((char) (in.get() & 0xff));
            }
            result = decoder.decode(in, out, last);
        }
        if (last) {
            decoder.flush(out);
        }
        pending = new byte[Math.min(in.remaining(), MAX_PENDING)];
        in.get(pending);
        return out.flip().toString();
    }

    private static CharBuffer room(CharBuffer out) {
        return out.remaining() > MAX_PENDING ? out : CharBuffer.allocate(out.capacity() * 2 + MAX_PENDING).put(out.flip());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
