package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.imap.ViewUpdate;

/**
 * The mailbox a session has selected: its state as the node knows it, and what the session was told of it. For the actor's
 * thread.
 */
final class SelectedMailbox {
    /** How long a command waits until the session sees what the command itself has changed. */
    private static final long OWN_CHANGE_SECONDS = 5;

    /** A message that the session knows by this sequence number. */
    record Numbered(long sequence, MessageEntry entry) { }

    private record Waiting(Predicate<Mailbox> condition, CompletableFuture<Void> done) { }

    private final Folder folder;
    private final ImapSession.Access access;
    private final SelectedView view;
    private final List<Waiting> waiting = new ArrayList<>(1);
    private Mailbox state;
    private int keywordsTold;

    SelectedMailbox(Folder folder, ImapSession.Access access, Mailbox state, long firstRecentUid) {
        this.folder = folder;
        this.access = access;
        this.state = state;
        long[] uids = state.messages().uids();
        int[] packed = new int[uids.length];
        for (int i = 0; i < uids.length; i++) {
            packed[i] = (int) uids[i];
        }
        this.view = new SelectedView(packed, firstRecentUid);
        this.keywordsTold = state.keywords().size();
    }

    Folder folder() {
        return folder;
    }

    MailboxId id() {
        return folder.mailbox();
    }

    ImapSession.Access access() {
        return access;
    }

    boolean isWritable() {
        return access == ImapSession.Access.READ_WRITE;
    }

    Mailbox state() {
        return state;
    }

    SelectedView view() {
        return view;
    }

    Optional<MessageEntry> find(long uid) {
        return state.messages().find(uid);
    }

    /** The flags of a message with {@code \Recent}, which belongs to the session. */
    List<Flag> flags(MessageEntry entry) {
        Stream<Flag> flags = Flags.names(entry.flags(), state.keywords()).stream().map(Flag::new);
        return (view.isRecent(entry.uid()) ? Stream.concat(flags, Stream.of(Flag.RECENT)) : flags).toList();
    }

    /**
     * The messages a command means; those that have left the mailbox since the session was told of them are not among them.
     *
     * @throws Refusal BAD if a sequence number does not exist
     */
    List<Numbered> resolve(SequenceSet set, Numbering numbering) {
        int[] sequences = view.resolve(set, numbering)
                .orElseThrow(() -> new Refusal(StatusResponse.bad("No message has that sequence number")));
        List<Numbered> messages = new ArrayList<>(sequences.length);
        for (int sequence : sequences) {
            find(view.uidAt(sequence)).ifPresent(entry -> messages.add(new Numbered(sequence, entry)));
        }
        return messages;
    }

    /** Takes in what the replica tells. */
    void on(MailboxView update) {
        Mailbox before = state;
        state = update.state();
        if (update.event().isPresent() && state.events() == before.events() + 1) {
            follow(update.event().get());
        } else {
            compare(before);
        }
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext();) {
            Waiting one = each.next();
            if (one.done().isDone() || one.condition().test(state)) {
                each.remove();
                one.done().complete(null);
            }
        }
    }

    private void follow(MailboxEvent event) {
        if (event instanceof MailboxEvent.MessageAdded added) {
            view.added(added.uid());
        } else if (event instanceof MailboxEvent.FlagsChanged changed) {
            changed.changes().forEach(change -> change.uids().stream().forEach(view::flagsChanged));
        } else if (event instanceof MailboxEvent.MessagesExpunged expunged) {
            expunged.uids().stream().forEach(view::expunged);
        } else if (event instanceof MailboxEvent.MessagesMovedAway moved) {
            moved.uids().stream().forEach(view::expunged);
        }
    }

    /** After a gap: what differs between the two states. */
    private void compare(Mailbox before) {
        for (MessageEntry old : before.messages().entries()) {
            Optional<MessageEntry> now = find(old.uid());
            if (now.isEmpty()) {
                view.expunged(old.uid());
            } else if (now.get().flags() != old.flags()) {
                view.flagsChanged(old.uid());
            }
        }
        for (long uid : state.messages().uids()) {
            if (before.messages().find(uid).isEmpty()) {
                view.added(uid);
            }
        }
    }

    /**
     * Waits until the session's own change has come back to it, so that its answer shows it; a few seconds at most, because
     * the change is durable either way and is announced when it comes.
     */
    CompletionStage<Void> until(Predicate<Mailbox> condition) {
        if (condition.test(state)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(new Waiting(condition, done));
        return done.completeOnTimeout(null, OWN_CHANGE_SECONDS, TimeUnit.SECONDS);
    }

    /** The response that tells the flags of a message now. */
    byte[] flagsResponse(long sequence, MessageEntry entry, boolean withUid) {
        FetchResponse response = new FetchResponse(sequence).flags(flags(entry));
        return (withUid ? response.uid(entry.uid()) : response).finish();
    }

    /** The untagged responses that tell the session what is new, and may be sent at this moment; some may be empty. */
    List<ViewUpdate> news(SelectedView.Moment moment) {
        return view.announce(moment);
    }

    /** Empty if there is nothing more to tell. */
    Optional<byte[]> print(ViewUpdate update) {
        if (update instanceof ViewUpdate.Expunged expunged) {
            return Optional.of(ImapResponses.expunge(expunged.sequence()));
        }
        if (update instanceof ViewUpdate.Exists exists) {
            return Optional.of(ImapResponses.exists(exists.messages()));
        }
        if (update instanceof ViewUpdate.Recent recent) {
            return Optional.of(ImapResponses.recent(recent.messages()));
        }
        if (update instanceof ViewUpdate.FlagsChanged changed) {
            return find(changed.uid()).map(entry -> flagsResponse(changed.sequence(), entry, false));
        }
        throw new AssertionError(update);
    }

    /** FLAGS, if there are keywords the session does not know of (RFC 3501 section 7.2.6). */
    Optional<byte[]> newKeywords() {
        if (state.keywords().size() == keywordsTold) {
            return Optional.empty();
        }
        keywordsTold = state.keywords().size();
        return Optional.of(ImapResponses.flags(knownFlags()));
    }

    /** System flags and the mailbox's keywords. */
    List<Flag> knownFlags() {
        return Stream.concat(Flag.SETTABLE.stream(), state.keywords().stream().map(Flag::new)).toList();
    }

    /** The sequence number of the first message without {@code \Seen}. */
    Optional<Long> firstUnseen() {
        if (state.messages().count(Flags.SEEN) == state.messages().size()) {
            return Optional.empty();
        }
        return state.messages().entries().stream().filter(entry -> (entry.flags() & Flags.SEEN) == 0).findFirst()
                .flatMap(entry -> view.sequenceOf(entry.uid()).stream().boxed().findFirst());
    }
}
