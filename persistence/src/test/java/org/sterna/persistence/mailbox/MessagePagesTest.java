package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessagePagesTest {
    /** What a property does to the index: kind 0 adds messages, 1 changes flags, 2 removes; first and count choose which. */
    record Step(int kind, int first, int count, int stride) { }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.frequency(net.jqwik.api.Tuple.of(3, 0), net.jqwik.api.Tuple.of(2, 1), net.jqwik.api.Tuple.of(2, 2)),
                Arbitraries.integers().between(0, 900), Arbitraries.integers().between(1, 300), Arbitraries.integers().between(1, 5))
                .as(Step::new).list().ofMinSize(1).ofMaxSize(20);
    }

    @Property(tries = 150)
    void isASortedMap(@ForAll("steps") List<Step> steps) {
        TreeMap<Long, MessageEntry> model = new TreeMap<>();
        MessagePages pages = MessagePages.EMPTY;
        long uidNext = 1;
        long event = 0;
        for (Step step : steps) {
            if (step.kind() == 0) {
                for (int i = 0; i < step.count(); i++) {
                    uidNext += i % step.stride() == 0 ? 1 : 2;
                    event++;
                    MessageEntry entry = new MessageEntry(uidNext, uidNext * 7, event, i % 32, Instant.ofEpochMilli(event), event,
                            Instant.ofEpochMilli(-event));
                    model.put(uidNext, entry);
                    pages = pages.with(entry);
                }
                continue;
            }
            event++;
            long number = event;
            UidSet uids = UidSet.of(LongStream.range(0, step.count()).map(i -> 1 + step.first() + i * step.stride()));
            if (step.kind() == 1) {
                pages = pages.flagged(uids, flags -> flags ^ Flags.SEEN, number);
                model.replaceAll((uid, old) -> !uids.contains(uid) ? old : new MessageEntry(uid, old.size(), number, old.flags() ^ Flags.SEEN,
                        old.internalDate(), old.added(), old.saveDate()));
            } else {
                pages = pages.without(uids, number);
                model.keySet().removeIf(uids::contains);
            }
        }
        check(pages, model);
    }

    private static void check(MessagePages pages, TreeMap<Long, MessageEntry> model) {
        assertThat(pages.size()).isEqualTo(model.size());
        assertThat(pages.entries()).isEqualTo(List.copyOf(model.values()));
        assertThat(pages.uids()).containsExactly(model.keySet().stream().mapToLong(Long::longValue).toArray());
        for (long uid = 0; uid < 1_300; uid += 3) {
            assertThat(pages.find(uid)).isEqualTo(Optional.ofNullable(model.get(uid)));
        }
        for (int i = 0; i < pages.size(); i += 37) {
            assertThat(pages.uid(i)).isEqualTo(pages.uids()[i]);
        }
        assertThat(pages.count(Flags.SEEN)).isEqualTo((int) model.values().stream().filter(entry -> (entry.flags() & Flags.SEEN) != 0).count());
        assertThat(pages.octets()).isEqualTo(model.values().stream().mapToLong(MessageEntry::size).sum());
        assertThat(pages.pages()).allMatch(page -> page.size() > 0 && page.size() <= MessagePages.PAGE);
    }

    @Test
    void holdsTheWholeRange() {
        MessageEntry entry = new MessageEntry(0xFFFF_FFFFL, 0xFFFF_FFFFL, Long.MAX_VALUE, -1, Instant.ofEpochMilli(-1), 5, Instant.EPOCH);
        MessagePages pages = MessagePages.EMPTY.with(entry);
        assertThat(pages.find(0xFFFF_FFFFL)).contains(entry);
        assertThat(pages.find(1)).isEmpty();
    }

    @Test
    void aChangeLeavesTheOtherPagesAlone() {
        MessagePages pages = MessagePages.EMPTY;
        for (int uid = 1; uid <= 1000; uid++) {
            pages = pages.with(new MessageEntry(uid, 1, uid, 0, Instant.EPOCH, uid, Instant.EPOCH));
        }
        MessagePages flagged = pages.flagged(UidSet.of(300), flags -> flags | Flags.SEEN, 1001);
        MessagePages removed = pages.without(UidSet.of(300), 1001);
        for (MessagePages changed : List.of(flagged, removed)) {
            List<Integer> same = new ArrayList<>();
            for (int i = 0; i < pages.pages().size(); i++) {
                if (pages.pages().get(i) == changed.pages().get(i)) {
                    same.add(i);
                }
            }
            assertThat(same).containsExactly(0, 2, 3);
            assertThat(changed.pages().get(1).version()).isEqualTo(1001);
        }
        assertThat(pages.find(300).orElseThrow().flags()).isZero();
    }
}
