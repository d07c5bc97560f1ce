package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExpungeLogTest {
    @Provide
    Arbitrary<List<List<Long>>> expunges() {
        return Arbitraries.longs().between(1, 400).list().ofMinSize(1).ofMaxSize(30).list().ofMaxSize(40);
    }

    @Property(tries = 100)
    void tellsWhatLeftLater(@ForAll("expunges") List<List<Long>> expunges) {
        NavigableMap<Long, UidSet> model = new TreeMap<>();
        ExpungeLog log = ExpungeLog.EMPTY;
        long modSeq = 0;
        for (List<Long> each : expunges) {
            modSeq += each.size();
            UidSet uids = UidSet.of(new TreeSet<>(each).stream().mapToLong(Long::longValue));
            model.put(modSeq, uids);
            log = log.with(modSeq, uids);
        }
        for (long since = 0; since <= modSeq; since += 7) {
            UidSet expected = UidSet.EMPTY;
            for (Map.Entry<Long, UidSet> each : model.tailMap(since, false).entrySet()) {
                expected = expected.union(each.getValue());
            }
            assertThat(log.since(since)).contains(expected);
        }
    }

    @Test
    void keepsNoMoreThanItsPages() {
        ExpungeLog log = ExpungeLog.EMPTY;
        int kept = ExpungeLog.MAX_PAGES * ExpungeLog.PAGE;
        for (long number = 1; number <= 300; number++) {
            long first = number * 1000;
            log = log.with(number, UidSet.of(LongStream.range(0, ExpungeLog.PAGE).map(i -> first + 2 * i)));
        }
        assertThat(log.pages()).hasSize(ExpungeLog.MAX_PAGES);
        assertThat(log.floor()).isEqualTo(300 - ExpungeLog.MAX_PAGES);
        assertThat(log.since(log.floor() - 1)).isEmpty();
        assertThat(log.since(log.floor()).orElseThrow().size()).isEqualTo(kept);
        ExpungeLog flooded = log.with(301, UidSet.of(LongStream.range(0, kept + ExpungeLog.PAGE).map(i -> 1 + 2 * i)));
        assertThat(flooded.pages()).hasSize(ExpungeLog.MAX_PAGES);
        assertThat(flooded.floor()).isEqualTo(301);
        assertThat(flooded.since(300)).isEmpty();                                // then all that are not here are told
    }

    @Test
    void onlyTheLastPageChanges() {
        ExpungeLog before = ExpungeLog.EMPTY.with(1, UidSet.of(LongStream.range(0, 700).map(i -> 1 + 2 * i)));
        ExpungeLog after = before.with(2, UidSet.of(5000));
        assertThat(before.pages()).hasSize(3);
        assertThat(after.pages().subList(0, 2)).isEqualTo(before.pages().subList(0, 2));
        assertThat(after.pages().get(2).version()).isEqualTo(2);
    }
}
