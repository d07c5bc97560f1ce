package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.platform.access.imap.FolderFilter.Named;
import org.sterna.protocols.imap.MailboxFilter;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.SearchRequest;

/** ESEARCH: one search of several mailboxes, one after the other (RFC 7377). For the actor's thread. */
final class MultiSearch {
    /** A mailbox to search. */
    record Source(MailboxName name, Folder folder) { }

    private final SessionScope scope;
    private final Selection selection;
    private final SearchCommands searches;

    MultiSearch(SessionScope scope, Selection selection, SearchCommands searches) {
        this.scope = scope;
        this.selection = selection;
        this.searches = searches;
    }

    /** @param asked where to search; the selected mailbox if nothing is said (RFC 7377 section 2.2) */
    CompletionStage<StatusResponse> run(String tag, SearchRequest request, List<MailboxFilter> asked) {
        List<MailboxFilter> sources = asked.isEmpty() ? List.of(new MailboxFilter.Selected()) : asked;
        admit(request, sources);
        return scope.folders().account().thenComposeAsync(account -> {
            Optional<Folder> selected = selection.selected().map(SelectedMailbox::folder);
            Iterator<Named> each = FolderFilter.matching(account, sources, selected).iterator();
            return Repetition.of(scope.actor(), () -> each.hasNext() ? Optional.of(search(tag, request, each.next())) : Optional.empty());
        }, scope.actor()).thenApply(unused -> StatusResponse.ok("ESEARCH completed"));
    }

    private void admit(SearchRequest request, List<MailboxFilter> sources) {
        boolean onlySelected = sources.stream().allMatch(MailboxFilter.Selected.class::isInstance);
        boolean needsSelected = sources.stream().anyMatch(MailboxFilter.Selected.class::isInstance);
        if (needsSelected && selection.selected().isEmpty()) {
            throw new Refusal(StatusResponse.bad("Select a mailbox first"));                     // RFC 7377 section 2.2
        }
        if (!onlySelected && (request.has(ReturnOptions.Item.SAVE) || request.has(ReturnOptions.Item.UPDATE))) {
            throw new Refusal(StatusResponse.bad("SAVE and UPDATE are for the selected mailbox alone"));
        }
        request.refusal().ifPresent(refusal -> {
            throw new Refusal(refusal);
        });
    }

    private CompletionStage<Void> search(String tag, SearchRequest request, Named named) {
        Source source = new Source(named.name(), named.folder());
        Optional<SelectedMailbox> same = selection.selected(named.folder());
        if (same.isPresent()) {
            return searches.searchOne(tag, request, SearchedMailbox.selected(same.get()), source, same);
        }
        return scope.folders().totals(named.folder().mailbox()).thenCompose(totals -> totals.messages() == 0
                ? CompletableFuture.completedFuture(null)                // most mailboxes are not brought here for nothing
                : scope.folders().look(named.folder()).thenComposeAsync(state -> searches.searchOne(tag, request,
                        new SearchedMailbox(named.folder().mailbox(), state, Optional.empty()), source, Optional.empty()), scope.actor()));
    }
}
