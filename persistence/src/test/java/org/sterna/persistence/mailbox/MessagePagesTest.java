package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
                pages = pages.flagged(uids, step.stride(), number);
                model.replaceAll((uid, old) -> !uids.contains(uid) ? old : new MessageEntry(uid, old.size(), number, step.stride(),
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
        for (long uid = 0; uid < 1_300; uid += 7) {
            assertThat(pages.insertion(uid)).isEqualTo(model.headMap(uid).size());
            assertThat(pages.indexOf(uid)).isEqualTo(model.containsKey(uid) ? model.headMap(uid).size() : -1);
        }
        assertThat(walked(pages.cursor())).isEqualTo(List.copyOf(model.values()));
        assertThat(walked(pages.cursor(100, 333))).isEqualTo(List.copyOf(model.values()).subList(Math.min(100, model.size()), Math.min(333, model.size())));
        UidSet some = UidSet.of(LongStream.range(10, 90).map(uid -> uid * 11));
        assertThat(walked(pages.cursor(some, 150))).isEqualTo(model.values().stream()
                .filter(entry -> some.contains(entry.uid()) && entry.modSeq() > 150).toList());
        assertThat(pages.firstUnseen()).isEqualTo(IntStream.range(0, pages.size())
                .filter(index -> (pages.entry(index).flags() & Flags.SEEN) == 0).findFirst());
        assertThat(pages.count(Flags.SEEN)).isEqualTo((int) model.values().stream().filter(entry -> (entry.flags() & Flags.SEEN) != 0).count());
        assertThat(pages.octets()).isEqualTo(model.values().stream().mapToLong(MessageEntry::size).sum());
        assertThat(pages.pages()).allMatch(page -> page.size() > 0 && page.size() <= MessagePage.FULL);
    }

    /** Index and fields as the cursor tells them. */
    private static List<MessageEntry> walked(MessageCursor at) {
        List<MessageEntry> entries = new ArrayList<>();
        while (at.next()) {
            entries.add(at.entry());
            assertThat(at.entry()).isEqualTo(new MessageEntry(at.uid(), at.size(), at.modSeq(), at.flags(), Instant.ofEpochMilli(at.internalDate()),
                    at.added(), Instant.ofEpochMilli(at.saveDate())));
        }
        assertThat(at.next()).isFalse();
        return entries;
    }

    @Test
    void holdsAMillionMessagesInLittleMoreThanTheirWords() {
        List<MessagePage> full = new ArrayList<>();
        for (int id = 0; id * MessagePage.FULL < 1_000_000; id++) {
            long[] words = new long[MessagePage.FULL * MessagePage.WORDS];
            for (int i = 0; i < MessagePage.FULL; i++) {
                long uid = (long) id * MessagePage.FULL + i + 1;
                System.arraycopy(MessagePage.words(new MessageEntry(uid, 1, uid, 0, Instant.EPOCH, uid, Instant.EPOCH)), 0, words,
                        i * MessagePage.WORDS, MessagePage.WORDS);
            }
            full.add(new MessagePage(id, 1, words));
        }
        MessagePages pages = MessagePages.of(full);
        for (int index = 0; index < pages.size(); index += 4_567) {
            assertThat(pages.uid(index)).isEqualTo(index + 1);
            assertThat(pages.indexOf(index + 1)).isEqualTo(index);
        }
        MessagePages changed = pages.flagged(UidSet.of(LongStream.of(5, 777_777)), Flags.SEEN, 2_000_000);
        assertThat(changed.unseen()).isEqualTo(pages.size() - 2);
        List<Long> told = new ArrayList<>();
        for (MessageCursor at = changed.cursor(UidSet.ALL, 1_999_999); at.next();) {
            told.add(at.uid());
        }
        assertThat(told).containsExactly(5L, 777_777L);
        MessagePages halved = changed.without(UidSet.of(LongStream.rangeClosed(1, 999_999).filter(uid -> uid % 10 != 0)), 2_000_001);
        assertThat(halved.size()).isEqualTo(pages.size() - 900_000);
        assertThat(halved.pages().size()).isLessThan(pages.pages().size() / 4);    // small neighbours are joined
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
        MessagePages flagged = pages.flagged(UidSet.of(300), Flags.SEEN, 1001);
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
