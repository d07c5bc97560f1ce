package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;

/** The same command once more, because its answer was lost: the mailbox is changed once, and the answer is the first one. */
class RepetitionTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.000000789Z");
    private static final SessionId SESSION = new SessionId(new Incarnation("run"), 1, 2);
    private static final MailboxId TARGET = new MailboxId("target");
    private final List<MailboxEvent> events = new ArrayList<>();
    private Mailbox mailbox = Mailbox.EMPTY;
    private int clock;

    RepetitionTest() {
        act(new MailboxCommand.Create(new MailboxId("m"), "jones@example.org", 7, by()));
    }

    private By by() {
        return By.session(SESSION, AT.plusMillis(++clock));
    }

    private Verdict.Answer act(MailboxCommand command) {
        Verdict.Accepted accepted = (Verdict.Accepted) mailbox.decide(command);
        for (MailboxEvent event : accepted.events()) {
            MailboxEvent read = MailboxCodec.EVENTS.read(MailboxCodec.EVENTS.write(event));         // as the next life reads it
            events.add(0, read);
            mailbox = mailbox.evolve(read);
        }
        return accepted.answer();
    }

    private Optional<Verdict.Answer> recalled(MailboxCommand command) {
        assertThat(Repetition.key(command)).isPresent();
        return Repetition.answer(mailbox, command, events, mailbox.events());
    }

    private static MailboxCommand.NewMessage message(String emailId, MailboxEvent.Origin origin) {
        return new MailboxCommand.NewMessage(3, AT, Set.of(), origin, new MailboxEvent.ObjectIds(emailId, "t"), AT, new OctetsPlace.Inline(3), new byte[1], new byte[3]);
    }

    private static MailboxCommand.AddMessages append(String... emailIds) {
        MailboxEvent.Origin origin = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(SESSION), Optional.empty());
        return new MailboxCommand.AddMessages(Arrays.stream(emailIds).map(each -> message(each, origin)).toList(), List.of());
    }

    private static UidSet uids(long... uids) {
        return UidSet.of(LongStream.of(uids));
    }

    private MailboxCommand.StoreFlags store(UidSet uids, String flag, long unchangedSince) {
        return new MailboxCommand.StoreFlags(uids, MailboxCommand.FlagMode.ADD, Set.of(flag), Optional.of(unchangedSince), by());
    }

    @Test
    void anAppendIsFoundByItsEmailIds() {
        assertThat(recalled(append("e1", "e2"))).isEmpty();
        Verdict.Answer first = act(append("e1", "e2"));
        act(append("e3"));
        assertThat(recalled(append("e1", "e2"))).contains(first);
        assertThat(recalled(append("e1", "e4"))).isEmpty();
    }

    @Test
    void aReplacementIsFoundThoughTheOldMessageIsGone() {                        // RFC 8508
        act(append("e1"));
        MailboxCommand.Replace replace = new MailboxCommand.Replace(1, append("e2").messages().get(0), by());
        Verdict.Answer first = act(replace);
        assertThat(mailbox.decide(replace)).isEqualTo(new Verdict.Refused(Verdict.Reason.NO_MESSAGE));
        assertThat(recalled(replace)).contains(first);
    }

    @Test
    void aConditionalStoreIsNotItsOwnConflict() {                                // RFC 7162 section 3.1.3
        act(append("e1", "e2", "e3"));
        long modSeq = mailbox.highestModSeq();
        act(new MailboxCommand.StoreFlags(uids(3), MailboxCommand.FlagMode.ADD, Set.of("\\Seen"), Optional.empty(), by()));
        MailboxCommand.StoreFlags store = store(uids(1, 2, 3), "\\Flagged", modSeq);
        Verdict.Changed first = (Verdict.Changed) act(store);
        assertThat(first.changed()).isEqualTo(uids(1, 2));
        assertThat(first.modified()).isEqualTo(uids(3));
        assertThat(((Verdict.Changed) ((Verdict.Accepted) mailbox.decide(store)).answer()).modified()).as("without help").isEqualTo(uids(1, 2, 3));
        act(append("e4"));
        assertThat(recalled(store)).contains(first);
        assertThat(recalled(store(uids(1, 2, 3), "\\Flagged", modSeq))).as("at another time").isEmpty();
    }

    @Test
    void anExpungeTellsWhatItRemoved() {
        act(append("e1", "e2", "e3"));
        MailboxCommand.Expunge expunge = new MailboxCommand.Expunge(uids(1, 3), false, by());
        Verdict.Answer first = act(expunge);
        act(append("e4"));
        assertThat(recalled(expunge)).contains(first);
        assertThat(recalled(new MailboxCommand.Expunge(uids(1, 3), false, by()))).isEmpty();
    }

    @Test
    void whatTheMailboxRemembersNeedsNoJournal() {
        QueueId queueId = new QueueId(new Incarnation("run"), 1, 2);
        MailboxEvent.Origin delivery = new MailboxEvent.Origin(Optional.of(queueId), Optional.empty(), Optional.empty(), Optional.empty());
        MailboxEvent.Origin copy = new MailboxEvent.Origin(Optional.empty(), Optional.empty(), Optional.of(SESSION),
                Optional.of(new MailboxEvent.Source(TARGET, 5, -9)));
        for (MailboxEvent.Origin origin : List.of(delivery, copy)) {
            MailboxCommand add = new MailboxCommand.AddMessages(Collections.nCopies(1, message("e", origin)), List.of());
            assertThat(Repetition.key(add)).isEmpty();
            Verdict.Answer first = act(add);
            long before = mailbox.events();
            assertThat(act(add)).isEqualTo(first);
            assertThat(mailbox.events()).isEqualTo(before);
        }
    }

    @Test
    void aMoveIsStartedOnce() {
        act(append("e1", "e2", "e3"));
        MailboxCommand.StartMove start = new MailboxCommand.StartMove(TARGET, uids(1, 2, 9), by());
        Verdict.MoveStarted first = (Verdict.MoveStarted) act(start);
        assertThat(first.uids()).isEqualTo(uids(1, 2));
        long before = mailbox.events();
        assertThat(act(start)).isEqualTo(first);
        assertThat(mailbox.events()).isEqualTo(before);
        assertThat(mailbox.decide(new MailboxCommand.StartMove(TARGET, uids(1, 2, 3), by()))).as("another move")
                .isEqualTo(new Verdict.Refused(Verdict.Reason.BEING_MOVED));
        MailboxCommand.FinishMove finish = new MailboxCommand.FinishMove(first.move(), uids(1, 2), by());
        Verdict.Expunged finished = (Verdict.Expunged) act(finish);
        assertThat(((Verdict.Expunged) act(finish)).uids()).isEqualTo(finished.uids());
    }

    @Test
    void creationDeletionAndSweepingMayBeRepeated() {
        MailboxCommand.Create create = new MailboxCommand.Create(new MailboxId("m"), "jones@example.org", 7, by());
        assertThat(act(create)).isEqualTo(new Verdict.Created(7));
        MailboxCommand.Delete delete = new MailboxCommand.Delete(by());
        assertThat(act(delete)).isEqualTo(new Verdict.Done());
        long before = mailbox.events();
        assertThat(act(delete)).isEqualTo(new Verdict.Done());
        assertThat(mailbox.events()).isEqualTo(before);
    }

    @Test
    void aStoreWithoutAConditionMayBeRepeated() {
        act(append("e1", "e2"));
        MailboxCommand.StoreFlags store = new MailboxCommand.StoreFlags(uids(1, 2), MailboxCommand.FlagMode.REPLACE, Set.of("\\Seen", "work"), Optional.empty(), by());
        act(store);
        long before = mailbox.events();
        assertThat(Repetition.key(store)).isEmpty();
        assertThat(((Verdict.Changed) act(store)).modified()).isEqualTo(UidSet.EMPTY);
        assertThat(mailbox.events()).isEqualTo(before);
    }
}
