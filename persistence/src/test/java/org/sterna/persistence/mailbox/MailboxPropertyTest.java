package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;

/** What holds for a mailbox whatever is asked of it: RFC 9051 section 2.3.1.1, RFC 7162 sections 3.1 and 3.2. */
class MailboxPropertyTest {
    private static final By BY = By.nobody(Instant.parse("2026-02-03T04:05:06Z"));
    private static final MailboxId OTHER = new MailboxId("other");
    private static final UidSet EVER = new UidSet(List.of(new UidSet.Range(1, 100_000)));

    /** Kind 0 adds, 1 stores flags, 2 expunges, 3 moves, 4 replaces; first, count and stride choose the messages. */
    record Step(int kind, int first, int count, int stride) {
        UidSet uids() {
            return UidSet.of(LongStream.range(0, count).map(i -> 1 + first + i * stride));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.frequency(Tuple.of(4, 0), Tuple.of(3, 1), Tuple.of(2, 2), Tuple.of(1, 3), Tuple.of(1, 4)),
                Arbitraries.integers().between(0, 900), Arbitraries.integers().between(1, 300), Arbitraries.integers().between(1, 5))
                .as(Step::new).list().ofMinSize(2).ofMaxSize(25);
    }

    private static MailboxCommand.NewMessage message(int size) {
        return new MailboxCommand.NewMessage(size, BY.at(), size % 3 == 0 ? Set.of("\\Seen") : Set.of("\\Deleted", "work"), MailboxEvent.Origin.NONE,
                new MailboxEvent.ObjectIds("e", "t"), BY.at(), new OctetsPlace.Inline(0), new byte[0], new byte[0]);
    }

    private static List<MailboxCommand> commands(Step step, Mailbox mailbox) {
        if (step.kind() == 0) {
            return List.of(new MailboxCommand.AddMessages(Collections.nCopies(step.count(), message(step.first())), List.of()));
        } else if (step.kind() == 1) {
            return List.of(new MailboxCommand.StoreFlags(step.uids(), FlagMode.values()[step.first() % 3], Set.of("\\Seen"),
                    step.stride() == 1 ? Optional.of(mailbox.events() - step.first() / 2) : Optional.empty(), BY));
        } else if (step.kind() == 2) {
            return List.of(new MailboxCommand.Expunge(step.uids(), step.stride() == 2, BY));
        } else if (step.kind() == 3) {
            return List.of(new MailboxCommand.StartMove(OTHER, step.uids(), BY),
                    new MailboxCommand.FinishMove(mailbox.events() + 1, step.stride() == 1 ? UidSet.EMPTY : step.uids(), BY));
        }
        return List.of(new MailboxCommand.Replace(1 + step.first(), message(step.count()), BY));
    }

    @Property(tries = 100)
    void everyStateIsTrue(@ForAll("steps") List<Step> steps) {
        Mailbox mailbox = Mailbox.EMPTY.evolve(new MailboxEvent.MailboxCreated(new MailboxId("m"), "jones@example.org", 7, BY));
        List<Mailbox> states = new ArrayList<>(List.of(mailbox));
        for (Step step : steps) {
            for (MailboxCommand command : commands(step, mailbox)) {
                if (mailbox.decide(command) instanceof Verdict.Accepted accepted) {
                    for (MailboxEvent event : accepted.events()) {
                        Mailbox next = mailbox.evolve(event);
                        checkEvent(mailbox, event, next);
                        mailbox = next;
                    }
                }
                states.add(mailbox);
            }
        }
        checkSums(mailbox);
        Mailbox last = mailbox;
        states.forEach(before -> checkSince(before, last));
        checkSnapshot(last);
    }

    private static void checkEvent(Mailbox before, MailboxEvent event, Mailbox after) {
        assertThat(after.events()).isEqualTo(before.events() + 1);
        assertThat(after.uidNext()).isGreaterThanOrEqualTo(before.uidNext());
        if (event instanceof MailboxEvent.MessageAdded added) {
            assertThat(added.uid()).isEqualTo(before.uidNext());                // never given again
        } else if (event instanceof MailboxEvent.MessagesExpunged expunged) {
            expunged.added().forEach(expunged.uids(), (uid, number) ->
                    assertThat(before.messages().find(uid).orElseThrow().added()).isEqualTo(number));
            assertThat(after.messages().size()).isEqualTo(before.messages().size() - (int) expunged.uids().size());
        }
        assertThat(after.messages().newest()).isLessThanOrEqualTo(after.highestModSeq());
    }

    private static void checkSums(Mailbox mailbox) {
        List<MessageEntry> entries = mailbox.messages().entries();
        Totals totals = mailbox.totals();
        assertThat(totals.messages()).isEqualTo(entries.size());
        assertThat(totals.unseen()).isEqualTo((int) entries.stream().filter(each -> (each.flags() & Flags.SEEN) == 0).count());
        assertThat(totals.deleted()).isEqualTo((int) entries.stream().filter(each -> (each.flags() & Flags.DELETED) != 0).count());
        assertThat(totals.octets()).isEqualTo(entries.stream().mapToLong(MessageEntry::size).sum());
        assertThat(totals.deletedOctets()).isEqualTo(entries.stream().filter(each -> (each.flags() & Flags.DELETED) != 0)
                .mapToLong(MessageEntry::size).sum());
        assertThat(mailbox.messages().pages()).isSortedAccordingTo((one, two) -> Integer.compare(one.id(), two.id()))
                .allMatch(page -> page.size() > 0 && page.size() <= MessagePage.FULL && page.version() <= mailbox.events());
    }

    /** A client that knew an earlier state and is told what changed since has the last one. */
    private static void checkSince(Mailbox before, Mailbox now) {
        Map<Long, MessageEntry> known = before.messages().entries().stream().collect(Collectors.toMap(MessageEntry::uid, each -> each));
        Map<Long, MessageEntry> resynchronized = new TreeMap<>(known);
        UidSet vanished = now.vanishedSince(before.events(), EVER);
        resynchronized.keySet().removeIf(vanished::contains);
        for (MessageCursor at = now.messages().cursor(UidSet.ALL, before.events()); at.next();) {
            resynchronized.put(at.uid(), at.entry());
        }
        assertThat(resynchronized.values()).containsExactlyElementsOf(now.messages().entries());

        Set<Long> gone = new TreeSet<>();
        Map<Long, MessageEntry> followed = new TreeMap<>(known);
        now.messages().since(before.messages(), new MessagePages.Difference() {
            @Override
            public void added(MessageCursor message) {
                assertThat(followed.put(message.uid(), message.entry())).isNull();
            }

            @Override
            public void changed(MessageCursor message) {
                assertThat(followed.put(message.uid(), message.entry())).isNotEqualTo(message.entry());
            }

            @Override
            public void removed(long uid) {
                assertThat(followed.remove(uid)).isNotNull();
                gone.add(uid);
            }
        });
        assertThat(followed.values()).containsExactlyElementsOf(now.messages().entries());
        assertThat(gone).allMatch(vanished::contains);
    }

    private static void checkSnapshot(Mailbox mailbox) {
        MailboxSnapshot codec = new MailboxSnapshot();
        Map<PageKey, byte[]> pages = new HashMap<>();
        codec.pages(mailbox).forEach(key -> assertThat(pages.put(key, codec.page(mailbox, key))).isNull());
        Mailbox read = codec.read(codec.manifest(mailbox), pages);
        assertThat(read.messages().entries()).isEqualTo(mailbox.messages().entries());
        assertThat(read).usingRecursiveComparison().withEqualsForType(Unconfirmed::equals, Unconfirmed.class).ignoringFields("messages").isEqualTo(mailbox);
        assertThat(codec.pages(read)).isEqualTo(codec.pages(mailbox));
    }
}
