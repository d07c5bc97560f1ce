package org.sterna.protocols.imap.search;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): who does not know the key cannot make strings that fall on each other. What is hashed
 * here comes from anybody who sends a message.
 */
final class KeyedHash {
    /** One key while the program runs: no answer depends on it. */
    static final KeyedHash RANDOM = random();

    private final long key0;
    private final long key1;

    KeyedHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    private static KeyedHash random() {
        SecureRandom random = new SecureRandom();
        return new KeyedHash(random.nextLong(), random.nextLong());
    }

    /** @param text octets from {@code from} up to {@code to}, not kept */
    long hash(byte[] text, int from, int to) {
        State state = new State(key0, key1);
        int at = from;
        for (; to - at >= 8; at += 8) {
            state.take(word(text, at, at + 8));
        }
        state.take(word(text, at, to) | (long) (to - from) << 56);
        return state.end();
    }

    /** At most eight octets, the first the lowest. */
    private static long word(byte[] text, int from, int to) {
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << 8 | text[i] & 0xff;
        }
        return word;
    }

    private static final class State {
        private long a;
        private long b;
        private long c;
        private long d;

        State(long key0, long key1) {
            a = key0 ^ 0x736f6d6570736575L;
            b = key1 ^ 0x646f72616e646f6dL;
            c = key0 ^ 0x6c7967656e657261L;
            d = key1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            d ^= word;
            round();
            round();
            a ^= word;
        }

        long end() {
            c ^= 0xff;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return a ^ b ^ c ^ d;
        }

        private void round() {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
    }
}
