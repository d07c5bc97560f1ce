package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UidSetTest {
    @Test
    void printsAsImapDoes() {                                                   // RFC 9051 section 9, sequence-set
        assertThat(UidSet.of(LongStream.of(1, 2, 3, 7, 9, 10))).hasToString("1:3,7,9:10");
        assertThat(UidSet.EMPTY).hasToString("");
        assertThat(UidSet.of(0xFFFF_FFFFL)).hasToString("4294967295");
    }

    @Test
    void refusesWhatIsNoUid() {
        assertThatIllegalArgumentException().isThrownBy(() -> UidSet.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> UidSet.of(0x1_0000_0000L));
        assertThatIllegalArgumentException().isThrownBy(() -> new UidSet.Range(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new UidSet(List.of(new UidSet.Range(1, 5), new UidSet.Range(5, 6))));
    }

    @Property
    void isTheSetItWasMadeOf(@ForAll Set<@LongRange(min = 1, max = 80) Long> uids) {
        UidSet set = UidSet.of(new TreeSet<>(uids).stream().mapToLong(Long::longValue));
        assertThat(set.stream().boxed()).containsExactlyElementsOf(new TreeSet<>(uids));
        assertThat(set.isEmpty()).isEqualTo(uids.isEmpty());
        for (long uid = 0; uid <= 82; uid++) {
            assertThat(set.contains(uid)).isEqualTo(uids.contains(uid));
        }
        for (int i = 1; i < set.ranges().size(); i++) {
            assertThat(set.ranges().get(i).first()).isGreaterThan(set.ranges().get(i - 1).last() + 1);
        }
    }
}
