package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.PartialRange;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.ViewUpdate;

class SelectedMailboxTest {
    private static final MailboxId ID = new MailboxId("inbox");

    private Mailbox state = after(Mailbox.EMPTY, new MailboxCommand.Create(ID, "joe@example.org", 7, By.nobody(Instant.EPOCH)));

    private static Mailbox after(Mailbox mailbox, MailboxCommand command) {
        Mailbox next = mailbox;
        for (MailboxEvent event : ((Verdict.Accepted) mailbox.decide(command)).events()) {
            next = next.evolve(event);
        }
        return next;
    }

    private static MailboxCommand add(int count) {
        return new MailboxCommand.AddMessages(Collections.nCopies(count, new MailboxCommand.NewMessage(10, Instant.EPOCH, Set.of(),
                MailboxEvent.Origin.NONE, new MailboxEvent.ObjectIds("e", "t"), Instant.EPOCH, new OctetsPlace.Inline(10), new byte[0],
                new byte[10])), List.of());
    }

    private static MailboxCommand flag(long uid) {
        return new MailboxCommand.StoreFlags(UidSet.of(uid), MailboxCommand.FlagMode.ADD, Set.of("\\Flagged"), Optional.empty(), By.nobody(Instant.EPOCH));
    }

    private SelectedMailbox select() {
        return new SelectedMailbox(new Folder(ID, 7), ImapSession.Access.READ_WRITE, state, state.uidNext());
    }

    @Test
    void whatHappensBetweenTwoStatesIsFoundByComparing() {
        state = after(state, add(3));
        SelectedMailbox mailbox = select();
        state = after(after(after(state, new MailboxCommand.Expunge(UidSet.of(2), false, By.nobody(Instant.EPOCH))), flag(3)), add(1));

        mailbox.on(state);

        List<ViewUpdate> news = mailbox.view().announce(SelectedView.Moment.ANY, Enabled.NOTHING);
        assertThat(news).hasSize(4);
        assertThat(((ViewUpdate.Expunged) news.get(0)).sequences()).containsExactly(2);
        assertThat(news.subList(1, 3)).containsExactly(new ViewUpdate.Exists(3), new ViewUpdate.Recent(1));
        assertThat(((ViewUpdate.FlagsChanged) news.get(3)).sequences()).containsExactly(2);
    }

    @Test
    void whatItsOwnCommandHasToldIsNoNewsUntilSomebodyElseChangesIt() {
        state = after(state, add(3));
        SelectedMailbox mailbox = select();
        state = after(state, flag(1));
        mailbox.on(state);
        mailbox.flagsTold(UidSet.of(1), state.events());

        assertThat(mailbox.isTold(mailbox.find(1).orElseThrow())).isTrue();
        assertThat(mailbox.isTold(mailbox.find(2).orElseThrow())).isFalse();

        state = after(state, new MailboxCommand.StoreFlags(UidSet.of(1), MailboxCommand.FlagMode.ADD, Set.of("\\Seen"), Optional.empty(), By.nobody(Instant.EPOCH)));
        mailbox.on(state);

        assertThat(mailbox.isTold(mailbox.find(1).orElseThrow())).isFalse();
    }

    @Test
    void aWalkGoesOnInTheStateThatIsNow() {
        state = after(state, add(5));
        SelectedMailbox mailbox = select();
        MessageWalk walk = new MessageWalk(mailbox, UidSet.ALL, -1);
        assertThat(walk.next()).isTrue();
        assertThat(walk.next()).isTrue();

        mailbox.on(after(after(state, new MailboxCommand.Expunge(new UidSet(List.of(new UidSet.Range(2, 3))), false, By.nobody(Instant.EPOCH))), add(2)));

        List<Long> rest = new ArrayList<>();
        while (walk.next()) {
            rest.add(walk.sequence() * 100 + walk.message().uid());
        }
        assertThat(rest).containsExactly(404L, 505L);                    // what has come in meanwhile was not announced
        assertThat(walk.passed()).isEqualTo(4);
    }

    @Test
    void aPartOfASetIsCountedFromEitherEnd() {                           // RFC 9394 section 3.3
        List<NumberRange> set = List.of(new NumberRange(2, 4), new NumberRange(7, 9));

        assertThat(FetchRun.part(set, new PartialRange(1, 4))).containsExactly(new NumberRange(2, 4), new NumberRange(7, 7));
        assertThat(FetchRun.part(set, new PartialRange(-1, -2))).containsExactly(new NumberRange(8, 9));
        assertThat(FetchRun.part(set, new PartialRange(5, 100))).containsExactly(new NumberRange(8, 9));
        assertThat(FetchRun.part(set, new PartialRange(7, 9))).isEmpty();
        assertThat(FetchRun.part(set, new PartialRange(-100, -6))).containsExactly(new NumberRange(2, 2));
    }

    @Test
    void whoWaitsForItsOwnChangeGoesOnWhenItIsSeen() {
        SelectedMailbox mailbox = select();
        CompletionStage<Void> seen = mailbox.until(known -> known.uidNext() > 1);
        assertThat(seen.toCompletableFuture()).isNotDone();

        mailbox.on(after(state, add(1)));

        assertThat(seen.toCompletableFuture()).isCompleted();
    }
}
