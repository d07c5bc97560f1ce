package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.imap.search.EsearchAnswer;
import org.sterna.protocols.imap.search.MessageFacts;
import org.sterna.protocols.imap.search.NumberList;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.SearchHits;
import org.sterna.protocols.imap.search.SearchProgram;
import org.sterna.protocols.imap.search.SearchRequest;
import org.sterna.protocols.imap.search.SortRequest;
import org.sterna.protocols.imap.search.SortTable;
import org.sterna.protocols.imap.search.ThreadRequest;
import org.sterna.protocols.imap.search.ThreadTable;

/**
 * SEARCH, SORT and THREAD of the selected mailbox, and ESEARCH of several (RFC 9051 section 6.4.4, RFC 4731, RFC 5182, RFC 5256,
 * RFC 5267, RFC 7377). For the actor's thread.
 */
final class SearchCommands {
    private static final ReturnOptions ALL = new ReturnOptions(Set.of(ReturnOptions.Item.ALL), Optional.empty(), List.of());

    private final SessionScope scope;
    private final Dialogue dialogue;
    private final Selection selection;
    private final SearchContexts contexts;
    private final SearchCandidates candidates;

    SearchCommands(SessionScope scope, Dialogue dialogue, Selection selection, SearchContexts contexts, SearchCandidates candidates) {
        this.scope = scope;
        this.dialogue = dialogue;
        this.selection = selection;
        this.contexts = contexts;
        this.candidates = candidates;
    }

    private Enabled enabled() {
        return dialogue.session().enabled();
    }

    /** The messages a search has found, both ways of counting them. */
    private static final class Result implements Consumer<MessageFacts> {
        private final SearchHits hits;
        private final NumberList.Builder uids = NumberList.builder();
        private final Numbering numbering;

        Result(SearchRequest request) {
            this.numbering = request.numbering();
            this.hits = new SearchHits(request.usesModSeq() ? SearchHits.ModSeqs.KEPT : SearchHits.ModSeqs.DROPPED);
        }

        @Override
        public void accept(MessageFacts message) {
            hits.add(numbering == Numbering.UID ? message.uid() : message.sequence(), message.modSeq());
            uids.add(message.uid());
        }
    }

    private CompletionStage<Void> run(String tag, SearchedMailbox mailbox, SearchRequest request, SearchProgram.Need wanted,
            Consumer<MessageFacts> found) {
        SearchProgram program = mailbox.program(request.key(), scope.services().clock().instant());
        return new SearchRun(scope, mailbox, program, candidates.cursor(mailbox, program), wanted, found, new Progress(scope, tag)).run();
    }

    // SEARCH.

    CompletionStage<StatusResponse> search(String tag, SearchRequest request) {
        if (request.scope() instanceof SearchRequest.Mailboxes mailboxes) {
            return new MultiSearch(scope, selection, this).run(tag, request, mailboxes.sources());
        }
        SelectedMailbox mailbox = selection.selected().orElseThrow();
        admit(tag, request, mailbox);
        Result result = new Result(request);
        SearchedMailbox searched = SearchedMailbox.selected(mailbox);
        return run(tag, searched, request, SearchProgram.Need.INDEX, result).thenApplyAsync(unused -> {
            keep(tag, request, mailbox, searched, result.uids.build());
            if (request.options().isEmpty() && !enabled().rev2()) {
                scope.output().write(ImapResponses.search(result.hits.numbers(), result.hits.highestModSeq()));
            } else {
                tell(tag, request, result.hits);
            }
            return StatusResponse.ok("SEARCH completed");
        }, scope.actor());
    }

    /** Refuses what cannot be done; a result that was to be saved is then empty, unless the command was wrong (RFC 5182 section 2.1). */
    private void admit(String tag, SearchRequest request, SelectedMailbox mailbox) {
        if (request.has(ReturnOptions.Item.UPDATE) && contexts.has(tag)) {
            throw new Refusal(StatusResponse.bad("A search with this tag is still being updated"));        // RFC 5267 section 4.3
        }
        if (request.refusal().isPresent()) {
            if (request.has(ReturnOptions.Item.SAVE)) {
                mailbox.view().save(List.of());
            }
            throw new Refusal(request.refusal().get());
        }
    }

    /** Saves the result and has it updated, if that was asked for. */
    private void keep(String tag, SearchRequest request, SelectedMailbox mailbox, SearchedMailbox searched, NumberList uids) {
        request.options().filter(options -> options.has(ReturnOptions.Item.SAVE))
                .ifPresent(options -> mailbox.view().save(options.saved(uids).ranges()));
        if (request.has(ReturnOptions.Item.UPDATE) && !contexts.begin(tag, request, searched, uids)) {
            refuseUpdate(tag);
        }
    }

    private void refuseUpdate(String tag) {
        scope.output().write(ImapResponses.untagged(StatusResponse.no("This result will not be updated")
                .withCode("NOUPDATE \"" + tag.replace("\\", "\\\\").replace("\"", "\\\"") + '"')));        // RFC 5267 section 4.3.1
    }

    /** RFC 9051 section 6.4.4: without RETURN the same as RETURN (ALL), once IMAP4rev2 is enabled. */
    private void tell(String tag, SearchRequest request, SearchHits hits) {
        ReturnOptions options = request.options().orElse(ALL);
        if (options.answers()) {
            scope.output().write(ImapResponses.esearch(tag, EsearchAnswer.of(request.numbering(), options, hits)));
        }
    }

    /**
     * Searches one of several mailboxes and tells the result, if there is one (RFC 7377 section 2.1).
     *
     * @param selected present if this is the selected mailbox
     */
    CompletionStage<Void> searchOne(String tag, SearchRequest request, SearchedMailbox mailbox, MultiSearch.Source source,
            Optional<SelectedMailbox> selected) {
        Result result = new Result(request);
        return run(tag, mailbox, request, SearchProgram.Need.INDEX, result).thenComposeAsync(unused -> {
            selected.ifPresent(same -> keep(tag, request, same, mailbox, result.uids.build()));
            EsearchAnswer answer = EsearchAnswer.of(Numbering.UID, request.options().orElse(ALL), result.hits);
            if (!answer.isOfNothing() && result.hits.count() > 0) {
                scope.output().write(ImapResponses.esearch(tag, source.name(), source.folder().uidValidity(), answer, enabled()));
            }
            return scope.output().room();
        }, scope.actor());
    }

    // SORT and THREAD.

    CompletionStage<StatusResponse> sort(String tag, SortRequest request) {
        SelectedMailbox mailbox = selection.selected().orElseThrow();
        SearchRequest search = request.search();
        admit(tag, search, mailbox);
        SortTable table = new SortTable(request.criteria(), search.usesModSeq() ? SearchHits.ModSeqs.KEPT : SearchHits.ModSeqs.DROPPED);
        return run(tag, SearchedMailbox.selected(mailbox), search, table.need(), table::add).thenApplyAsync(unused -> {
            SearchHits hits = table.sorted(search.numbering());
            if (search.has(ReturnOptions.Item.UPDATE)) {
                refuseUpdate(tag);                                   // CONTEXT=SORT is not offered
            }
            if (search.options().isEmpty()) {
                scope.output().write(ImapResponses.sort(hits.numbers(), hits.highestModSeq()));
            } else {
                if (search.has(ReturnOptions.Item.SAVE)) {
                    mailbox.view().save(table.sorted(Numbering.UID).numbers().ranges());
                }
                tell(tag, search, hits);
            }
            return StatusResponse.ok("SORT completed");
        }, scope.actor());
    }

    CompletionStage<StatusResponse> thread(String tag, ThreadRequest request) {
        SelectedMailbox mailbox = selection.selected().orElseThrow();
        admit(tag, request.search(), mailbox);
        ThreadTable table = new ThreadTable(request.algorithm());
        return run(tag, SearchedMailbox.selected(mailbox), request.search(), SearchProgram.Need.SUMMARY, table::add).thenApplyAsync(unused -> {
            scope.output().write(ImapResponses.thread(table.threads(request.search().numbering()).strip()));
            return StatusResponse.ok("THREAD completed");
        }, scope.actor());
    }

    /** RFC 5267 section 4.3.5. */
    CompletionStage<StatusResponse> cancelUpdate(ImapCommand.CancelUpdate cancel) {
        cancel.tags().forEach(contexts::end);
        return CompletableFuture.completedFuture(StatusResponse.ok("CANCELUPDATE completed"));
    }
}
