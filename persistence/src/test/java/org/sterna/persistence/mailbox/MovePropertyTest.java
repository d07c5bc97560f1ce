package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sterna.persistence.identity.MailboxId;

/** Moves whose session dies between any two of its steps, whose answers are lost, and which are ended by the mailbox: RFC 6851 section 3.3. */
class MovePropertyTest {
    private static final By BY = By.nobody(Instant.parse("2026-02-03T04:05:06Z"));
    private static final MailboxId SOURCE = new MailboxId("source");
    private static final MailboxId TARGET = new MailboxId("target");

    private Mailbox source;
    private Mailbox target;

    /**
     * One MOVE.
     *
     * @param first    of the UIDs meant
     * @param stride   from one UID to the next
     * @param steps    after how many of its steps the session dies; a large number if it does not
     * @param repeated which of its steps it does twice, because the answer was lost
     * @param expunged a UID of the source that another session expunges meanwhile
     */
    record Move(int first, int stride, int steps, int repeated, int expunged) { }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(Arbitraries.integers().between(1, 60), Arbitraries.integers().between(1, 4), Arbitraries.integers().between(0, 8),
                Arbitraries.integers().between(0, 8), Arbitraries.integers().between(1, 200)).as(Move::new).list().ofMaxSize(12);
    }

    @Property(tries = 200)
    void noMessageIsLostAndNoneIsInBothForGood(@ForAll("moves") List<Move> moves) {
        source = made(SOURCE);
        target = made(TARGET);
        ask(SOURCE, new MailboxCommand.AddMessages(LongStream.rangeClosed(1, 60).mapToObj(name -> message(name, Optional.empty())).toList(), List.of()));
        Set<Long> expunged = new TreeSet<>();
        for (Move move : moves) {
            run(move, expunged);
            resumeAll();
            assertThat(everything(expunged)).containsExactlyElementsOf(LongStream.rangeClosed(1, 60).filter(name -> !expunged.contains(name)).boxed().toList());
        }
    }

    /** The session's steps: start, three pages of copies, end. */
    private void run(Move move, Set<Long> expunged) {
        UidSet wanted = UidSet.of(LongStream.range(0, 12).map(i -> move.first() + i * move.stride()));
        List<Runnable> steps = new ArrayList<>();
        long[] number = new long[1];
        List<Long> moving = new ArrayList<>();
        List<Long> copied = new ArrayList<>();
        steps.add(() -> {
            Verdict.MoveStarted started = (Verdict.MoveStarted) ask(SOURCE, new MailboxCommand.StartMove(TARGET, wanted, BY));
            number[0] = started.move();
            started.uids().stream().forEach(moving::add);
        });
        for (int page = 0; page < 3; page++) {
            int from = page * 4;
            steps.add(() -> {
                List<Long> uids = moving.subList(Math.min(from, moving.size()), Math.min(from + 4, moving.size()));
                List<MailboxCommand.NewMessage> copies = new ArrayList<>();
                for (long uid : uids) {
                    source.messages().find(uid).ifPresent(entry ->
                            copies.add(message(entry.size(), Optional.of(new MailboxEvent.Source(SOURCE, uid, number[0])))));
                }
                ask(TARGET, new MailboxCommand.AddMessages(copies, List.of()));
                uids.forEach(copied::add);
            });
        }
        steps.add(() -> ask(SOURCE, new MailboxCommand.FinishMove(number[0], UidSet.of(copied.stream().distinct().mapToLong(Long::longValue)), BY)));
        for (int i = 0; i < steps.size() && i < move.steps(); i++) {
            steps.get(i).run();
            if (i == move.repeated() && i > 0) {
                steps.get(i).run();
            }
            if (i == 0) {
                Optional<MessageEntry> meant = source.messages().find(move.expunged());
                boolean stays = moving.contains((long) move.expunged());
                Verdict.Expunged gone = (Verdict.Expunged) ask(SOURCE, new MailboxCommand.Expunge(UidSet.of(move.expunged()), false, BY));
                assertThat(gone.uids().isEmpty()).isEqualTo(meant.isEmpty() || stays);
                meant.filter(entry -> !stays).ifPresent(entry -> expunged.add(entry.size()));
            }
        }
    }

    private void resumeAll() {
        new TreeMap<>(source.past().moves()).forEach((number, move) ->
                ask(SOURCE, new MailboxCommand.FinishMove(number, target.copied(SOURCE, number, move.uids()), BY)));
        assertThat(source.past().moves()).isEmpty();
    }

    /** The messages of both mailboxes, by the size that names each. */
    private List<Long> everything(Set<Long> expunged) {
        List<Long> names = new ArrayList<>();
        source.messages().entries().forEach(entry -> names.add(entry.size()));
        target.messages().entries().forEach(entry -> names.add(entry.size()));
        Collections.sort(names);
        names.removeAll(expunged);
        return names;
    }

    private static Mailbox made(MailboxId id) {
        return Mailbox.EMPTY.evolve(new MailboxEvent.MailboxCreated(id, "jones@example.org", 7, BY));
    }

    private Verdict.Answer ask(MailboxId id, MailboxCommand command) {
        boolean ofSource = id.equals(SOURCE);
        Verdict.Accepted accepted = (Verdict.Accepted) (ofSource ? source : target).decide(command);
        for (MailboxEvent event : accepted.events()) {
            if (ofSource) {
                source = source.evolve(event);
            } else {
                target = target.evolve(event);
            }
        }
        return accepted.answer();
    }

    private static MailboxCommand.NewMessage message(long name, Optional<MailboxEvent.Source> from) {
        return new MailboxCommand.NewMessage(name, BY.at(), Set.of(), new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.empty(), from),
                new MailboxEvent.ObjectIds("e", "t"), BY.at(), new OctetsPlace.Inline(0), new byte[0], new byte[0]);
    }
}
