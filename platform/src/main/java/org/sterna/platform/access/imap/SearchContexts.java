package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.search.ContextChange;
import org.sterna.protocols.imap.search.EsearchAnswer;
import org.sterna.protocols.imap.search.NumberList;
import org.sterna.protocols.imap.search.SearchKey;
import org.sterna.protocols.imap.search.SearchProgram;
import org.sterna.protocols.imap.search.SearchRequest;

/**
 * The results that a client wants to be kept up to date (RFC 5267 section 4.3). Of each only the UIDs are remembered, and up to
 * which MODSEQ messages have been looked at: what has changed since is searched anew when it is announced. For the actor's
 * thread.
 */
final class SearchContexts implements Bystander {
    /** At least one is a must (RFC 5267 section 4.3.1). */
    private static final int MOST = 16;

    private static final class Context {
        private final SearchKey key;
        private final Numbering numbering;
        private final List<FetchItem> items;
        private UidSet uids;
        private long lookedAt;
        private long expungedUntil;
        private long largestUid;

        Context(SearchKey key, SearchRequest request, SearchedMailbox searched, UidSet uids) {
            this.key = key;
            this.numbering = request.numbering();
            this.items = request.options().orElseThrow().updateItems();
            this.uids = uids;
            this.lookedAt = searched.state().events();
            this.expungedUntil = lookedAt;
            this.largestUid = searched.largestUid();
        }
    }

    private final SessionScope scope;
    private final Selection selection;
    private final NewMessages newMessages;
    private final Map<String, Context> contexts = new LinkedHashMap<>();
    private long announced;
    private long announcedUid;

    SearchContexts(SessionScope scope, Selection selection) {
        this.scope = scope;
        this.selection = selection;
        this.newMessages = new NewMessages(scope);
    }

    boolean has(String tag) {
        return contexts.containsKey(tag);
    }

    /**
     * Keeps a result up to date from now on.
     *
     * @param searched the mailbox as it was when it was searched
     * @return false if that cannot be done: there are too many, or the result changes without any change of the mailbox
     */
    boolean begin(String tag, SearchRequest request, SearchedMailbox searched, NumberList uids) {
        Optional<SearchKey> key = ContextKey.of(request.key(), searched);
        if (contexts.size() >= MOST || key.isEmpty()) {
            return false;
        }
        announced = contexts.isEmpty() ? searched.state().events() : announced;
        announcedUid = contexts.isEmpty() ? searched.largestUid() : announcedUid;
        contexts.put(tag, new Context(key.get(), request, searched, ScannedCandidates.set(uids.ranges())));
        return true;
    }

    void end(String tag) {
        contexts.remove(tag);
    }

    @Override
    public void onUnselected() {
        contexts.clear();
    }

    @Override
    public void onEnd() {
        contexts.clear();
    }

    /** Not again while nothing has changed since: what the session must not be told yet would be looked at for ever. */
    @Override
    public boolean hasNews(SelectedView.Moment moment) {
        if (contexts.isEmpty() || selection.selected().isEmpty()) {
            return false;
        }
        SearchedMailbox now = SearchedMailbox.selected(selection.selected().get());
        return now.state().events() > announced || now.largestUid() > announcedUid;
    }

    /** What will be announced as expunged is taken out first, while its sequence numbers still hold (RFC 5267 section 4.3.4). */
    @Override
    public void beforeAnnounce(SelectedView.Moment moment) {
        if (moment != SelectedView.Moment.ANY || selection.selected().isEmpty()) {
            return;
        }
        SelectedMailbox mailbox = selection.selected().get();
        contexts.forEach((tag, context) -> {
            if (context.expungedUntil < mailbox.state().events()) {
                UidSet gone = mailbox.state().vanishedSince(context.expungedUntil, context.uids);
                context.expungedUntil = mailbox.state().events();
                context.uids = context.uids.without(gone);
                tell(tag, context, mailbox, new Difference(UidSet.EMPTY, gone));
            }
        });
    }

    @Override
    public CompletionStage<Void> announce(SelectedView.Moment moment) {
        if (contexts.isEmpty() || selection.selected().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        SearchedMailbox now = SearchedMailbox.selected(selection.selected().get());
        announced = now.state().events();
        announcedUid = now.largestUid();
        Iterator<Map.Entry<String, Context>> each = List.copyOf(contexts.entrySet()).iterator();
        return Repetition.of(scope.actor(), () -> {
            while (each.hasNext() && selection.selected().isPresent()) {
                Map.Entry<String, Context> next = each.next();
                SelectedMailbox mailbox = selection.selected().get();
                if (next.getValue().lookedAt < mailbox.state().events() && contexts.containsKey(next.getKey())) {
                    return Optional.of(update(next.getKey(), next.getValue(), mailbox));
                }
            }
            return Optional.empty();
        });
    }

    private record Difference(UidSet added, UidSet removed) { }

    /** Looks again at what has changed. */
    private CompletionStage<Void> update(String tag, Context context, SelectedMailbox mailbox) {
        SearchedMailbox searched = SearchedMailbox.selected(mailbox);
        SearchProgram program = searched.program(context.key, scope.services().clock().instant());
        UidSet.Builder matching = new UidSet.Builder();
        return new SearchRun(scope, searched, program, searched.messages().cursor(UidSet.ALL, context.lookedAt), SearchProgram.Need.INDEX,
                found -> matching.add(found.uid()), new Progress(scope, tag)).run().thenComposeAsync(unused -> {
                    UidSet matches = matching.build();
                    UidSet changed = changed(searched, context.lookedAt);
                    Difference difference = new Difference(matches.without(context.uids),
                            context.uids.intersection(changed).without(matches));
                    UidSet arrived = difference.added().intersection(above(context.largestUid));
                    context.uids = context.uids.without(difference.removed()).union(matches);
                    // A message the session was not told of yet is looked at when it has been.
                    boolean all = searched.size() == 0 ? searched.messages().size() == 0
                            : searched.largestUid() >= searched.messages().uid(searched.messages().size() - 1);
                    context.lookedAt = all ? searched.state().events() : context.lookedAt;
                    context.largestUid = Math.max(context.largestUid, searched.largestUid());
                    return fetch(mailbox, context, arrived).thenRunAsync(() -> tell(tag, context, mailbox, difference), scope.actor());
                }, scope.actor());
    }

    private static UidSet changed(SearchedMailbox searched, long since) {
        MessagePages messages = searched.messages();
        UidSet.Builder changed = new UidSet.Builder();
        for (MessageCursor at = messages.cursor(UidSet.ALL, since); at.next();) {
            changed.add(at.uid());
        }
        return changed.build();
    }

    private static UidSet above(long uid) {
        return uid >= 0xFFFF_FFFFL ? UidSet.EMPTY : new UidSet.Builder().add(uid + 1, 0xFFFF_FFFFL).build();
    }

    /** RFC 5465 section 7: before the ESEARCH response. */
    private CompletionStage<Void> fetch(SelectedMailbox mailbox, Context context, UidSet arrived) {
        return context.items.isEmpty() || arrived.isEmpty() ? CompletableFuture.completedFuture(null)
                : newMessages.fetch(mailbox, arrived, context.items);
    }

    private void tell(String tag, Context context, SelectedMailbox mailbox, Difference difference) {
        NumberList removed = numbers(context, mailbox, difference.removed());
        NumberList added = numbers(context, mailbox, difference.added());
        List<ContextChange> changes = new ArrayList<>(2);
        if (!removed.isEmpty()) {
            changes.add(new ContextChange.RemoveFrom(List.of(new ContextChange.At(0, removed))));
        }
        if (!added.isEmpty()) {
            changes.add(new ContextChange.AddTo(List.of(new ContextChange.At(0, added))));
        }
        if (!changes.isEmpty()) {
            scope.output().write(ImapResponses.esearch(tag, EsearchAnswer.of(context.numbering, changes)));
        }
    }

    /** As the command counts; what the session does not know cannot be told. */
    private static NumberList numbers(Context context, SelectedMailbox mailbox, UidSet uids) {
        NumberList.Builder numbers = NumberList.builder();
        uids.stream().forEach(uid -> mailbox.view().sequenceOf(uid)
                .ifPresent(sequence -> numbers.add(context.numbering == Numbering.UID ? uid : sequence)));
        return numbers.build();
    }
}
