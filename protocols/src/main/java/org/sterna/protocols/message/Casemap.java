package org.sterna.protocols.message;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The collation i;unicode-casemap (RFC 5051), which RFC 5255 section 4.2 (I18NLEVEL=1) asks for in SEARCH, SORT and THREAD:
 * two texts are equal, one stands in the other, or one comes before the other, as their folded forms do.
 *
 * <p>Each character is put into title case and decomposed, canonically and by compatibility. One character at a time: marks
 * are not brought into canonical order, so that text can be folded in pieces.
 */
public final class Casemap {
    private static final int BLOCK = 256;
    /** Stands in a block for a character that folds to several or none, which no folded character looks like. */
    private static final char SEVERAL = 0xFFFF;
    /** Folded forms of the basic plane, made when the first character of a block is met. Filling one twice does no harm. */
    private static final AtomicReferenceArray<char[]> BLOCKS = new AtomicReferenceArray<>(0x10000 / BLOCK);

    private Casemap() {
    }

    /** The text by which the collation compares, searches and sorts. */
    public static String fold(String text) {
        int length = text.length();
        int same = 0;
        while (same < length && isFolded(text.charAt(same))) {
            same++;
        }
        if (same == length) {
            return text;
        }
        char[] folded = new char[length + 16];
        text.getChars(0, same, folded, 0);
        int at = same;
        int i = same;
        while (i < length) {
            char c = text.charAt(i);
            char one = Character.isSurrogate(c) ? SEVERAL : one(c);
            if (one != SEVERAL) {
                folded = room(folded, at + 1);
                folded[at++] = one;
                i++;
            } else {
                int codePoint = text.codePointAt(i);
                String several = decomposed(codePoint);
                folded = room(folded, at + several.length());
                several.getChars(0, several.length(), folded, at);
                at += several.length();
                i += Character.charCount(codePoint);
            }
        }
        return new String(folded, 0, at);
    }

    /**
     * Folds octets that are all ASCII.
     *
     * @param octets changed in place
     */
    public static void foldAscii(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte octet = octets[i];
            if (octet >= 'a' && octet <= 'z') {
                octets[i] = (byte) (octet - 32);
            }
        }
    }

    private static boolean isFolded(char c) {
        return c < 128 && !isSmallAscii(c);
    }

    private static boolean isSmallAscii(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static char[] room(char[] folded, int needed) {
        return needed <= folded.length ? folded : Arrays.copyOf(folded, Math.max(needed, folded.length * 2));
    }

    private static char one(char c) {
        if (c < 128) {
            return isSmallAscii(c) ? (char) (c - 32) : c;
        }
        char[] block = BLOCKS.get(c / BLOCK);
        if (block == null) {
            block = block(c / BLOCK * BLOCK);
            BLOCKS.set(c / BLOCK, block);
        }
        return block[c % BLOCK];
    }

    private static char[] block(int first) {
        char[] block = new char[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            String folded = Character.isSurrogate((char) (first + i)) ? "" : decomposed(first + i);
            block[i] = folded.length() == 1 ? folded.charAt(0) : SEVERAL;
        }
        return block;
    }

    /** RFC 5051 section 2: steps (a) and (b) for one character. */
    private static String decomposed(int codePoint) {
        return Normalizer.normalize(Character.toString(Character.toTitleCase(codePoint)), Normalizer.Form.NFKD);
    }
}
