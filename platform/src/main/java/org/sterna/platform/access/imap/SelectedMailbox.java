package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/**
 * The mailbox a session has selected: its state as the node knows it, and what the session was told of it. States are shared with
 * the other sessions of the node; what is kept here is small, however large the mailbox is. For the actor's thread.
 */
final class SelectedMailbox {
    /** How long a command waits until the session sees what the command itself has changed. */
    private static final long OWN_CHANGE_SECONDS = 30;

    /** A message that the session knows by this sequence number. */
    record Numbered(long sequence, MessageEntry entry) { }

    private record Waiting(Predicate<Mailbox> condition, CompletableFuture<Void> done) { }

    /** Messages whose flags the session was told by its own command, as they were after an event. */
    private record Told(UidSet uids, long events) { }

    private final Folder folder;
    private final ImapSession.Access access;
    private final SelectedView view;
    private final long firstRecentUid;
    private final List<Waiting> waiting = new ArrayList<>(1);
    private final NavigableMap<Long, Told> told = new TreeMap<>();
    private Mailbox state;
    private volatile FlagTexts flagTexts;
    private long announcedEvents;
    private long completeEvents;
    private boolean heldBack;
    private int keywordsTold;

    SelectedMailbox(Folder folder, ImapSession.Access access, Mailbox state, long firstRecentUid) {
        this.folder = folder;
        this.access = access;
        this.state = state;
        this.firstRecentUid = firstRecentUid;
        this.announcedEvents = state.events();
        this.completeEvents = state.events();
        this.view = new SelectedView(new PagesIndex(state), firstRecentUid);
        this.flagTexts = new FlagTexts(state.keywords(), firstRecentUid);
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

    // Flags.

    /** The flags of a message as FETCH tells them; may be asked for on any thread. */
    String flagsText(long bits, long uid, Enabled enabled) {
        return flagTexts.text(bits, uid, enabled);
    }

    /** System flags and the mailbox's keywords. */
    List<Flag> knownFlags() {
        return Stream.concat(Flag.SETTABLE.stream(), state.keywords().stream().map(Flag::new)).toList();
    }

    /** True once if there are keywords the session does not know of: FLAGS is to be sent (RFC 3501 section 7.2.6). */
    boolean takeNewKeywords() {
        boolean more = state.keywords().size() != keywordsTold;
        keywordsTold = state.keywords().size();
        return more;
    }

    /** The sequence number of the first message without {@code \Seen}; of a mailbox that was just opened. */
    OptionalInt firstUnseen() {
        OptionalInt index = state.messages().firstUnseen();
        return index.isPresent() ? OptionalInt.of(index.getAsInt() + 1) : index;
    }

    // What commands mean.

    /**
     * The messages a command means, as sequence numbers.
     *
     * @throws Refusal BAD if a sequence number does not exist
     */
    List<NumberRange> resolve(SequenceSet set, Numbering numbering) {
        return view.ranges(set, numbering).orElseThrow(() -> new Refusal(StatusResponse.bad("No message has that sequence number")));
    }

    /** The UIDs behind sequence numbers. A range may hold UIDs of which the session knows nothing. */
    UidSet uids(List<NumberRange> sequences) {
        UidSet.Builder uids = new UidSet.Builder();
        for (NumberRange range : sequences) {
            uids.add(view.uidAt(range.first()), view.uidAt(range.last()));
        }
        return uids.build();
    }

    static long count(List<NumberRange> sequences) {
        return sequences.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
    }

    /** The messages of a set that are still there and that the session knows of: exactly them. */
    UidSet present(UidSet uids) {
        UidSet.Builder present = new UidSet.Builder();
        MessageCursor at = state.messages().cursor(uids);
        long last = view.exists() == 0 ? 0 : view.uidAt(view.exists());
        while (at.next() && at.uid() <= last) {
            present.add(at.uid());
        }
        return present.build();
    }

    // What happens.

    /** Takes in what the replica tells. */
    void on(Mailbox next) {
        Mailbox before = state;
        state = next;
        if (next.keywords().size() != before.keywords().size()) {
            flagTexts = new FlagTexts(next.keywords(), firstRecentUid);
        }
        view.follow(new PagesIndex(next));
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext();) {
            Waiting one = each.next();
            if (one.done().isDone() || one.condition().test(state)) {
                each.remove();
                one.done().complete(null);
            }
        }
    }

    /**
     * Waits until the session's own change has come back to it, so that its answer shows it; half a minute at most, because
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

    /** As {@link #until}: until the session sees what followed from its own command. */
    CompletionStage<Void> untilSeen(long event) {
        return until(now -> now.events() >= event);
    }

    /**
     * The session was told the flags of these messages, or has set them and wants to hear nothing of it.
     *
     * @param events the number of the event after which they were so
     */
    void flagsTold(UidSet uids, long events) {
        if (!uids.isEmpty()) {
            told.put(uids.ranges().get(0).first(), new Told(uids, events));
        }
    }

    /** True if the session knows the flags of a message from its own command, and nothing has changed since. */
    boolean isTold(MessageEntry entry) {
        Map.Entry<Long, Told> own = told.floorEntry(entry.uid());
        return own != null && own.getValue().uids().contains(entry.uid()) && entry.modSeq() <= own.getValue().events();
    }

    /** The last event that the session was told of. */
    long announcedEvents() {
        return announcedEvents;
    }

    /** All that was new up to this event is told. */
    void announced(long events) {
        told.clear();
        announcedEvents = events;
        if (!view.holdsBack()) {
            completeEvents = events;
        }
    }

    /**
     * What a client that resynchronizes is to begin from, where that is not the highest MODSEQ it was told of: an EXPUNGE before that is held back, or was until
     * now (RFC 7162 section 3.2).
     */
    OptionalLong resyncFrom() {
        boolean was = heldBack;
        heldBack = view.holdsBack();
        return was || heldBack ? OptionalLong.of(Math.max(1, completeEvents)) : OptionalLong.empty();
    }
}
