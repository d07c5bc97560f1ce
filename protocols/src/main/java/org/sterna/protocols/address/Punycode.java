package org.sterna.protocols.address;

import java.util.Optional;

/** The letters of a U-label written in ASCII. RFC 3492 section 6, without the prefix {@code xn--}. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {}

    /** @param text at most 63 code points, so that nothing can overflow (RFC 3492 section 6.4) */
    static String encode(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int point : points) {
            if (point < INITIAL_N) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        int handled = basic;
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        while (handled < points.length) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                if (point >= n && point < next) {
                    next = point;
                }
            }
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    appendInteger(out, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    /** @param ascii at most 63 characters; empty when they encode nothing */
    static Optional<String> decode(String ascii) {
        int delimiter = ascii.lastIndexOf('-');
        StringBuilder out = new StringBuilder(ascii.substring(0, Math.max(delimiter, 0)));
        int length = out.length();
        int n = INITIAL_N;
        int index = 0;
        int bias = INITIAL_BIAS;
        int at = delimiter < 0 ? 0 : delimiter + 1;
        while (at < ascii.length()) {
            int before = index;
            int weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < ascii.length() ? digit(ascii.charAt(at++)) : BASE;
                if (digit >= BASE || digit > (Integer.MAX_VALUE - index) / weight) {
                    return Optional.empty();
                }
                index += digit * weight;
                int threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                if (weight > Integer.MAX_VALUE / (BASE - threshold)) {
                    return Optional.empty();
                }
                weight *= BASE - threshold;
            }
            length++;
            bias = adapt(index - before, length, before == 0);
            n += index / length;
            index %= length;
            if (n < INITIAL_N || n > Character.MAX_CODE_POINT || n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE) {
                return Optional.empty();
            }
            out.insert(out.offsetByCodePoints(0, index), Character.toChars(n));
            index++;
        }
        return Optional.of(out.toString());
    }

    private static void appendInteger(StringBuilder out, int value, int bias) {
        int rest = value;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                out.append(letter(rest));
                return;
            }
            out.append(letter(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, T_MIN), T_MAX);
    }

    /** RFC 3492 section 6.1. */
    private static int adapt(int delta, int points, boolean first) {
        int scaled = first ? delta / DAMP : delta / 2;
        scaled += scaled / points;
        int k = 0;
        while (scaled > (BASE - T_MIN) * T_MAX / 2) {
            scaled /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * scaled / (scaled + SKEW);
    }

    private static char letter(int digit) {
        return (char) (digit < 26 ? 'a' + digit : '0' + digit - 26);
    }

    private static int digit(char c) {
        if (Ascii.isDigit(c)) {
            return c - '0' + 26;
        }
        return Ascii.isLetterOrDigit(c) ? (c | 0x20) - 'a' : BASE;
    }
}
