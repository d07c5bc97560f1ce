package org.sterna.platform.access.imap;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.MessageFacts;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SearchProgram;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.MessageText;

/**
 * One SEARCH (RFC 3501 section 6.4.4): what the index can tell is told at once, of the rest summaries are read by the page,
 * and contents one by one.
 */
final class SearchRun {
    /** Text beyond this is not searched. */
    private static final int SEARCHED_OCTETS = 4 << 20;
    private static final int INDEX_PAGE = 2000;

    private record Facts(long uid, long sequence, Set<Flag> flags, OffsetDateTime internalDate, long size,
            Optional<MessageSummary> summary, Optional<HeaderFields> header, Optional<String> bodyText) implements MessageFacts { }

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final Numbering numbering;
    private final SearchProgram program;
    private final int exists;
    private final List<Long> found = new ArrayList<>();
    private final List<Numbered> open = new ArrayList<>();
    private int at;

    SearchRun(SessionScope scope, SelectedMailbox mailbox, ImapCommand.Search search) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.numbering = search.numbering();
        this.exists = mailbox.view().exists();
        this.program = new SearchProgram(search.key(), exists == 0 ? 0 : mailbox.view().uidAt(exists), exists);
    }

    CompletionStage<StatusResponse> run() {
        return Repetition.of(scope.actor(), this::indexPage).thenComposeAsync(unused -> {
            RowPages pages = new RowPages(scope.services().messages(), mailbox.id(), open, false);
            return Repetition.of(scope.actor(), () -> rowPage(pages));
        }, scope.actor()).thenApplyAsync(unused -> {
            scope.output().write(ImapResponses.search(found.stream().mapToLong(Long::longValue).sorted().toArray()));
            return StatusResponse.ok("SEARCH completed");
        }, scope.actor());
    }

    private Optional<CompletionStage<Void>> indexPage() {
        if (at == exists) {
            return Optional.empty();
        }
        int end = Math.min(exists, at + INDEX_PAGE);
        while (at < end) {
            long sequence = ++at;
            mailbox.find(mailbox.view().uidAt(sequence)).ifPresent(entry -> {
                Numbered message = new Numbered(sequence, entry);
                decide(message, facts(message, Optional.empty(), Optional.empty(), Optional.empty()));
            });
        }
        return Optional.of(scope.output().room());
    }

    private Facts facts(Numbered message, Optional<MessageSummary> summary, Optional<HeaderFields> header, Optional<String> body) {
        MessageEntry entry = message.entry();
        return new Facts(entry.uid(), message.sequence(), Set.copyOf(mailbox.flags(entry)), entry.internalDate().atOffset(ZoneOffset.UTC),
                entry.size(), summary, header, body);
    }

    /** Counts the message in or out if the facts suffice; true if they do not, and its content is needed. */
    private boolean decide(Numbered message, Facts facts) {
        SearchProgram.Answer answer = program.answer(facts);
        if (answer == SearchProgram.Answer.YES) {
            found.add(numbering == Numbering.UID ? facts.uid() : facts.sequence());
        } else if (answer != SearchProgram.Answer.NO && facts.summary().isEmpty()) {
            open.add(message);
        }
        return answer == SearchProgram.Answer.NEEDS_CONTENT;
    }

    private Optional<CompletionStage<Void>> rowPage(RowPages pages) {
        List<Numbered> page = pages.next();
        return page.isEmpty() ? Optional.empty()
                : Optional.of(pages.read(page).thenComposeAsync(rows -> search(pages, page, rows), scope.actor()));
    }

    private CompletionStage<Void> search(RowPages pages, List<Numbered> page, Map<Long, MessageRow> rows) {
        List<Numbered> unread = new ArrayList<>();
        for (Numbered message : page) {
            MessageSummary summary = summary(pages, rows, message);
            if (decide(message, facts(message, Optional.of(summary), Optional.empty(), Optional.empty()))) {
                unread.add(message);
            }
        }
        Iterator<Numbered> each = unread.iterator();
        return Repetition.of(scope.actor(), () -> {
            if (!each.hasNext()) {
                return Optional.empty();
            }
            Numbered message = each.next();
            return Optional.of(pages.content(message.entry(), pages.row(rows, message.entry().uid()))
                    .thenCompose(content -> content.range(0, (int) Math.min(SEARCHED_OCTETS, content.size())))
                    .thenAcceptAsync(octets -> searchContent(message, summary(pages, rows, message), octets), scope.actor()));
        });
    }

    private static MessageSummary summary(RowPages pages, Map<Long, MessageRow> rows, Numbered message) {
        return MessageSummaryCodec.decode(pages.row(rows, message.entry().uid()).message().summary());
    }

    private void searchContent(Numbered message, MessageSummary summary, byte[] octets) {
        byte[] header = Arrays.copyOf(octets, (int) Math.min(octets.length, summary.headerSize()));
        decide(message, facts(message, Optional.of(summary), Optional.of(HeaderFields.parse(header)),
                Optional.of(MessageText.body(summary.structure(), octets))));
    }
}
