package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.ViewUpdate;

class SelectedMailboxTest {
    private static final MailboxId ID = new MailboxId("inbox");

    private Mailbox state = after(Mailbox.EMPTY, new MailboxCommand.Create(ID, "joe@example.org", 7, Instant.EPOCH));

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
        return new MailboxCommand.StoreFlags(UidSet.of(uid), MailboxCommand.FlagMode.ADD, Set.of("\\Flagged"), Optional.empty());
    }

    private SelectedMailbox select() {
        return new SelectedMailbox(new Folder(ID, 7), ImapSession.Access.READ_WRITE, state, state.uidNext());
    }

    @Test
    void whatIsMissedInAGapIsFoundByComparing() {
        state = after(state, add(3));
        SelectedMailbox mailbox = select();
        state = after(after(after(state, new MailboxCommand.Expunge(UidSet.of(2), false)), flag(3)), add(1));

        mailbox.on(new MailboxView(state, Optional.empty()));

        assertThat(mailbox.news(SelectedView.Moment.ANY)).containsExactly(new ViewUpdate.Expunged(2), new ViewUpdate.Exists(3),
                new ViewUpdate.Recent(1), new ViewUpdate.FlagsChanged(2, 3));
    }

    @Test
    void aStateThatSkipsEventsIsComparedThoughItNamesTheLast() {
        SelectedMailbox mailbox = select();
        Mailbox first = after(state, add(2));
        MailboxEvent last = ((Verdict.Accepted) first.decide(flag(1))).events().get(0);

        mailbox.on(new MailboxView(first.evolve(last), Optional.of(last)));

        assertThat(mailbox.news(SelectedView.Moment.ANY)).contains(new ViewUpdate.Exists(2));
    }

    @Test
    void whoWaitsForItsOwnChangeGoesOnWhenItIsSeen() {
        SelectedMailbox mailbox = select();
        CompletionStage<Void> seen = mailbox.until(known -> known.uidNext() > 1);
        assertThat(seen.toCompletableFuture()).isNotDone();

        mailbox.on(new MailboxView(after(state, add(1)), Optional.empty()));

        assertThat(seen.toCompletableFuture()).isCompleted();
    }
}
