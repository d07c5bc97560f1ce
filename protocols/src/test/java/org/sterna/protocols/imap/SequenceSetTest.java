package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SequenceSetTest {
    private static SequenceSet read(String text) {
        try {
            ImapCursor in = new ImapCursor(text.getBytes(StandardCharsets.US_ASCII));
            SequenceSet set = in.sequenceSet();
            in.end();
            return set;
        } catch (SyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void starIsTheLargest() {                                               // RFC 9051 section 9, seq-number
        assertThat(read("2,4:7,9,12:*").resolve(15)).containsExactly(new NumberRange(2, 2), new NumberRange(4, 7),
                new NumberRange(9, 9), new NumberRange(12, 15));
        assertThat(read("*:4,5:7").resolve(10)).containsExactly(new NumberRange(4, 10));
        assertThat(read("3291:*").resolve(7)).containsExactly(new NumberRange(7, 3291));
        assertThat(read("1:*").resolve(0)).isEmpty();
        assertThat(read("4294967295,4294967294,1").resolve(5)).containsExactly(new NumberRange(1, 1),
                new NumberRange(4294967294L, 4294967295L));
    }

    @Test
    void theSavedResultIsNotForThePublic() {                                // RFC 5182
        assertThat(read("$").isSaved()).isTrue();
        assertThat(read("$")).isEqualTo(SequenceSet.SAVED).hasToString("$");
        assertThatThrownBy(() -> SequenceSet.SAVED.resolve(7)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersInTheClientsOrder() {
        assertThat(read("7,3:5,1").numbers(100)).containsExactly(7, 3, 4, 5, 1);
        assertThat(read("1:4294967295").numbers(3)).containsExactly(1, 2, 3);
    }

    @Property(tries = 300)
    void resolvingIsMarkingEachNumber(@ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 60) Integer> ends) {
        BitSet wanted = new BitSet();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ends.size(); i++) {
            int from = ends.get(i);
            int to = ends.get(ends.size() - 1 - i);
            text.append(i == 0 ? "" : ",").append(from == 0 ? "*" : from).append(i % 2 == 0 ? ":" + (to == 0 ? "*" : to) : "");
            int first = from == 0 ? 50 : from;
            int last = i % 2 != 0 ? first : to == 0 ? 50 : to;
            wanted.set(Math.min(first, last), Math.max(first, last) + 1);
        }
        SequenceSet set = read(text.toString());
        BitSet got = new BitSet();
        long before = -1;
        for (NumberRange range : set.resolve(50)) {
            assertThat(range.first()).isGreaterThan(before + 1);
            got.set((int) range.first(), (int) range.last() + 1);
            before = range.last();
        }
        assertThat(got).isEqualTo(wanted);
        assertThat(read(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
    }
}
