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
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SelectParameters;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;

/** Which mailbox the session has selected, if any: SELECT and EXAMINE, and what its replica tells. For the actor's thread. */
final class Selection {
    /** A mailbox whose first state is awaited. */
    private record Selecting(Folder folder, MailboxName name, ImapSession.Access access, SelectParameters parameters,
            CompletableFuture<SelectedMailbox> opened) { }

    private final Dialogue dialogue;
    private final RecentMarks recentMarks;
    private final PacedOutput output;
    private Optional<Selecting> selecting = Optional.empty();
    private Optional<SelectedMailbox> selected = Optional.empty();
    private Runnable newsListener = () -> { };

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
        return state.messages().size() - state.messages().insertion(first);
    }

    /** Who is asked to tell what is new when something is. */
    void onNews(Runnable listener) {
        newsListener = listener;
    }

    /** There is something to tell outside of a command: it is told at once where that is allowed. */
    void announceSoon() {
        newsListener.run();
    }

    CompletionStage<StatusResponse> select(MailboxName name, ImapSession.Access access, SelectParameters parameters, Folders folders) {
        if (selected.isPresent()) {
            output.write(ImapResponses.untagged(StatusResponse.ok("Previous mailbox closed").withCode("CLOSED")));   // RFC 7162 section 3.2.11
        }
        deselect();                                                  // also if the new one cannot be opened: RFC 3501 section 6.3.1
        return folders.find(name).thenComposeAsync(folder -> {
            Selecting next = new Selecting(folder, name, access, parameters, new CompletableFuture<>());
            selecting = Optional.of(next);
            dialogue.services().replicas().tell(new MailboxReplicas.Attach(folder.mailbox(), dialogue.views()));
            // At once, where it is opened: what is told of it is one state, the one its view begins with.
            return next.opened().orTimeout(Folders.PATIENCE.toSeconds(), TimeUnit.SECONDS).thenCompose(mailbox ->
                    new MailboxOpening(dialogue.scope().orElseThrow(), mailbox, name, parameters).tell());
        }, dialogue.actor()).whenCompleteAsync((answer, failure) -> {
            if (failure != null) {
                deselect();
            }
        }, dialogue.actor());
    }

    /** Takes in what a replica tells; true if it was of the selected mailbox, or of the one that is being selected. */
    boolean onView(MailboxView update) {
        if (selecting.isPresent()) {
            if (update.state().id().isEmpty() || update.state().id().get().equals(selecting.get().folder().mailbox())) {
                update.taken();
                onFirstView(selecting.get(), update.state());
                return true;
            }
            return false;
        }
        boolean known = selected.isPresent() && update.state().id().equals(Optional.of(selected.get().id()));
        if (known) {
            update.taken();
            Mailbox before = selected.get().state();
            selected.get().on(update.state());
            dialogue.bystanders().forEach(each -> each.onChange(selected.get(), before));
            newsListener.run();
        }
        return known;
    }

    private void onFirstView(Selecting next, Mailbox state) {
        if (state.id().isEmpty()) {
            dialogue.scope().orElseThrow().folders().make(next.folder()).exceptionally(failure -> {
                next.opened().completeExceptionally(failure);
                return null;
            });
        } else if (state.deleted()) {
            next.opened().completeExceptionally(Refusal.no("NONEXISTENT", "The mailbox was deleted"));
        } else if (state.messages().size() > dialogue.settings().maxSelectedMessages()) {
            next.opened().completeExceptionally(Refusal.no("LIMIT", "The mailbox has more messages than can be selected here"));
        } else {
            selecting = Optional.empty();
            SelectedMailbox mailbox = new SelectedMailbox(next.folder(), next.access(), state,
                    recentMarks.claim(next.folder().mailbox(), state, next.access()));
            selected = Optional.of(mailbox);
            dialogue.selected(next.access());
            dialogue.recorder().mailboxSelected(next.name().value());
            next.opened().complete(mailbox);
        }
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
        boolean was = selected.isPresent();
        selected = Optional.empty();
        selecting = Optional.empty();
        if (was) {
            dialogue.bystanders().forEach(Bystander::onUnselected);
        }
    }

    // Telling.

    private Bystander.Wanted wanted() {
        return dialogue.bystanders().stream().map(Bystander::wants).min(Bystander.Wanted::compareTo).orElse(Bystander.Wanted.EVERYTHING);
    }

    /** True if {@link #announce} would have something to say. */
    boolean hasNews(SelectedView.Moment moment) {
        boolean mailbox = selected.isPresent() && wanted() != Bystander.Wanted.NOTHING && selected.get().view().hasNews(moment);
        return mailbox || dialogue.bystanders().stream().anyMatch(each -> each.hasNews(moment));
    }

    /** Tells what is new, as far as it may be told now; completes when the client has taken most of it. */
    CompletionStage<Void> announce(SelectedView.Moment moment) {
        return announce(moment, wanted());
    }

    /**
     * As {@link #announce}, before the answer to a command. A command that removes messages is answered by their EXPUNGE, whatever NOTIFY says
     * (RFC 9051 sections 6.4.3 and 6.4.8); the rest comes with it, because what is told of a mailbox is one state of it.
     */
    CompletionStage<Void> announceAfter(ImapCommand command) {
        boolean removes = command instanceof ImapCommand.Expunge || command instanceof ImapCommand.Move || command instanceof ImapCommand.Replace;
        return announce(SelectedView.during(command), removes && wanted() == Bystander.Wanted.NOTHING ? Bystander.Wanted.EVERYTHING : wanted());
    }

    private CompletionStage<Void> announce(SelectedView.Moment moment, Bystander.Wanted wanted) {
        List<Bystander> bystanders = dialogue.bystanders();
        bystanders.forEach(each -> each.beforeAnnounce(moment));
        CompletionStage<Void> told = selected.isEmpty() || wanted == Bystander.Wanted.NOTHING ? CompletableFuture.completedFuture(null)
                : new Announcement(dialogue.scope().orElseThrow(), selected.get(), moment, wanted).tell();
        if (bystanders.isEmpty()) {
            return told;
        }
        Iterator<Bystander> each = bystanders.iterator();
        return told.thenComposeAsync(unused -> Repetition.of(dialogue.actor(), () ->
                each.hasNext() ? Optional.of(each.next().announce(moment)) : Optional.empty()), dialogue.actor());
    }

    /** The session has become aware of MODSEQs while a mailbox is selected: it is told how far this one is (RFC 7162 section 3.1). */
    void tellHighestModSeq() {
        selected.ifPresent(mailbox -> output.write(ImapResponses.untagged(StatusResponse.ok("Highest")
                .withCode(ResponseCodes.highestModSeq(mailbox.state().highestModSeq())))));
    }
}
