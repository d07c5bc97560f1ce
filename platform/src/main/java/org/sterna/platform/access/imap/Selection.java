package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.imap.ViewUpdate;

/** Which mailbox the session has selected, if any: SELECT and EXAMINE, and what its replica tells. For the actor's thread. */
final class Selection {
    /** A mailbox whose first state is awaited. */
    private record Selecting(Folder folder, MailboxName name, ImapSession.Access access, CompletableFuture<StatusResponse> answer) { }

    private final Dialogue dialogue;
    private final RecentMarks recentMarks;
    private final PacedOutput output;
    private Optional<Selecting> selecting = Optional.empty();
    private Optional<SelectedMailbox> selected = Optional.empty();

    Selection(Dialogue dialogue, RecentMarks recentMarks) {
        this.dialogue = dialogue;
        this.recentMarks = recentMarks;
        this.output = dialogue.output();
    }

    Optional<SelectedMailbox> selected() {
        return selected;
    }

    /** Empty if another mailbox is selected, or none. */
    Optional<SelectedMailbox> selected(Folder folder) {
        return selected.filter(mailbox -> mailbox.id().equals(folder.mailbox()));
    }

    /** True if the selected mailbox was deleted. */
    boolean isDeleted() {
        return selected.isPresent() && selected.get().state().deleted();
    }

    /** How many messages would be recent if a mailbox that is not selected were. */
    long recent(Folder folder, Mailbox state) {
        long first = recentMarks.claim(folder.mailbox(), state, ImapSession.Access.READ_ONLY);
        return state.messages().entries().stream().filter(entry -> entry.uid() >= first).count();
    }

    CompletionStage<StatusResponse> select(MailboxName name, ImapSession.Access access, Folders folders) {
        deselect();                                                  // also if the new one cannot be opened: RFC 3501 section 6.3.1
        return folders.find(name).thenComposeAsync(folder -> {
            Selecting next = new Selecting(folder, name, access, new CompletableFuture<>());
            selecting = Optional.of(next);
            dialogue.services().replicas().tell(new MailboxReplicas.Attach(folder.mailbox(), dialogue.views()));
            return next.answer().orTimeout(Folders.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }, dialogue.actor()).whenCompleteAsync((answer, failure) -> {
            if (failure != null) {
                detach();
            }
        }, dialogue.actor());
    }

    /** Takes in what a replica tells; true if it was of the selected mailbox. */
    boolean onView(MailboxView update) {
        if (selecting.isPresent()) {
            onFirstView(selecting.get(), update);
            return false;
        }
        boolean known = selected.isPresent() && update.state().id().equals(Optional.of(selected.get().id()));
        if (known) {
            selected.get().on(update);
        }
        return known;
    }

    private void onFirstView(Selecting next, MailboxView update) {
        Mailbox state = update.state();
        if (state.id().isEmpty()) {
            dialogue.scope().orElseThrow().folders().make(next.folder()).exceptionally(failure -> {
                next.answer().completeExceptionally(failure);
                return null;
            });
        } else if (state.deleted() && state.id().get().equals(next.folder().mailbox())) {
            next.answer().completeExceptionally(Refusal.no("NONEXISTENT", "The mailbox was deleted"));
        } else if (state.id().get().equals(next.folder().mailbox())) {
            selecting = Optional.empty();
            open(next, state);
        }
    }

    private void open(Selecting next, Mailbox state) {
        SelectedMailbox mailbox = new SelectedMailbox(next.folder(), next.access(), state,
                recentMarks.claim(next.folder().mailbox(), state, next.access()));
        selected = Optional.of(mailbox);
        dialogue.selected(next.access());
        dialogue.recorder().mailboxSelected(next.name().value());
        output.write(ImapResponses.flags(mailbox.knownFlags()));
        output.write(ImapResponses.exists(mailbox.view().exists()));
        output.write(ImapResponses.recent(mailbox.view().recent()));
        mailbox.firstUnseen().ifPresent(sequence ->
                output.write(ImapResponses.untagged(StatusResponse.ok("First unseen").withCode("UNSEEN " + sequence))));
        List<Flag> permanent = mailbox.isWritable() ? mailbox.knownFlags() : List.of();
        output.write(ImapResponses.permanentFlags(permanent, mailbox.isWritable()));
        output.write(ImapResponses.untagged(StatusResponse.ok("Next UID").withCode("UIDNEXT " + state.uidNext())));
        output.write(ImapResponses.untagged(StatusResponse.ok("UIDs valid").withCode("UIDVALIDITY " + state.uidValidity())));
        next.answer().complete(mailbox.isWritable() ? StatusResponse.ok("SELECT completed").withCode("READ-WRITE")
                : StatusResponse.ok("EXAMINE completed").withCode("READ-ONLY"));
    }

    void deselect() {
        detach();
        dialogue.unselected();
    }

    /** Wants to hear no more of the mailbox; what the session may do stays as it is. */
    void detach() {
        selected.filter(SelectedMailbox::isWritable).ifPresent(mailbox -> recentMarks.seen(mailbox.id(), mailbox.state()));
        selected.map(SelectedMailbox::id).or(() -> selecting.map(next -> next.folder().mailbox()))
                .ifPresent(id -> dialogue.services().replicas().tell(new MailboxReplicas.Detach(id, dialogue.views())));
        selected = Optional.empty();
        selecting = Optional.empty();
    }

    /** Tells what is new in the selected mailbox, as far as it may be told now; completes when the client has taken most of it. */
    CompletionStage<Void> announce(SelectedView.Moment moment) {
        if (selected.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        SelectedMailbox mailbox = selected.get();
        mailbox.newKeywords().ifPresent(output::write);
        Iterator<ViewUpdate> updates = mailbox.news(moment).iterator();
        return Repetition.of(dialogue.actor(), () -> {
            if (!updates.hasNext()) {
                return Optional.empty();
            }
            for (int i = 0; i < 500 && updates.hasNext(); i++) {
                mailbox.print(updates.next()).ifPresent(output::write);
            }
            return Optional.of(output.room());
        });
    }
}
