package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {
    private static final KeyedHash KEYED = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private static byte[] counted(int from, int to) {
        byte[] octets = new byte[to];
        for (int i = from; i < to; i++) {
            octets[i] = (byte) (i - from);
        }
        return octets;
    }

    /** The first two, and that of the paper's appendix A. */
    @ParameterizedTest
    @CsvSource({"0, 726fdb47dd0e0e31", "1, 74f839c593dc67fd", "15, a129ca6149be45e5"})
    void itIsSipHash(int octets, String expected) {
        assertThat(Long.toHexString(KEYED.hash(counted(0, octets), 0, octets))).isEqualTo(expected);
        assertThat(Long.toHexString(KEYED.hash(counted(3, octets + 3), 3, octets + 3))).isEqualTo(expected);
    }

    @Test
    void anotherKeyGivesOtherNumbers() {
        assertThat(new KeyedHash(1, 2).hash(counted(0, 9), 0, 9)).isNotEqualTo(KEYED.hash(counted(0, 9), 0, 9));
        assertThat(KeyedHash.RANDOM.hash(counted(0, 9), 0, 9)).isNotEqualTo(KEYED.hash(counted(0, 9), 0, 9))
                .isEqualTo(KeyedHash.RANDOM.hash(counted(0, 9), 0, 9));
    }

    @Test
    void noAnswerDependsOnTheKey() {
        OctetTable one = new OctetTable(new KeyedHash(1, 2));
        OctetTable other = new OctetTable(KEYED);
        for (int i = 0; i < 10_000; i++) {
            assertThat(one.number("id" + i % 3000)).isEqualTo(other.number("id" + i % 3000)).isEqualTo(i % 3000);
        }
    }
}
