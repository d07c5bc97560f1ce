package org.sterna.platform.access.imap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.HeaderMemory;
import org.sterna.platform.access.imap.SearchBatch.Candidate;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.search.ContentSearch;
import org.sterna.protocols.imap.search.MessageFacts;
import org.sterna.protocols.imap.search.SearchProgram;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageStructure;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.OctetRange;

/**
 * One search of one mailbox: what the index can tell is told at once, for the rest pages of rows are read, some ahead, and
 * contents are searched as they pass by. Each page is a message of the actor, so that nobody waits for a long search, and it
 * ends with its session.
 */
final class SearchRun {
    /** Messages looked at in the index by one message of the actor. */
    private static final int INDEX_PAGE = 5000;
    /** What is looked for in a header section at hand takes the time of so many looks at the index. */
    private static final int HEADER_SECTION = 16;
    /** Pages of rows being read at the same time. */
    private static final int READ_AHEAD = 4;
    /** Rows of the first page of a search that may need contents: it shows whether most messages do. */
    private static final int FIRST_PAGE = 16;
    private static final int PORTION = 64 * 1024;

    private final SessionScope scope;
    private final SearchedMailbox mailbox;
    private final SearchProgram program;
    /** What must be at hand of a message that matches: INDEX or SUMMARY. */
    private final SearchProgram.Need wanted;
    private final Consumer<MessageFacts> found;
    private final Progress progress;
    private final MessageCursor cursor;
    private final HeaderMemory headers;
    private final boolean asksForFields;
    private final Deque<SearchBatch> ahead = new ArrayDeque<>();
    private final FoundMessage facts = new FoundMessage();
    private SearchBatch filling;
    private boolean scanned;
    /** Whether a page has been looked at, and whether summaries have left a message open: then most will be, and rows are read whole. */
    private boolean tried;
    private boolean mostlyContents;
    private long sequence;
    private long looked;

    /**
     * @param found told of each message that matches, by rising UID, on the actor's thread; the facts are good until it returns
     */
    SearchRun(SessionScope scope, SearchedMailbox mailbox, SearchProgram program, MessageCursor candidates, SearchProgram.Need wanted,
            Consumer<MessageFacts> found, Progress progress) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.program = program;
        this.cursor = candidates;
        this.wanted = wanted;
        this.found = found;
        this.progress = progress;
        this.headers = scope.services().headers();
        this.asksForFields = program.asksForFields();
        this.tried = program.need() != SearchProgram.Need.CONTENT;
        this.filling = newBatch();
    }

    private SearchBatch newBatch() {
        return new SearchBatch(scope.services().messages(), mailbox.id(), tried ? SearchBatch.MAX_ROWS : FIRST_PAGE);
    }

    CompletionStage<Void> run() {
        return Repetition.of(scope.actor(), this::step);
    }

    private Optional<CompletionStage<Void>> step() {
        scan();
        progress.at(looked, mailbox.size());
        if (!ahead.isEmpty()) {
            SearchBatch next = ahead.remove();
            return Optional.of(next.rows().thenComposeAsync(unused -> look(next), scope.actor()));
        }
        return scanned ? Optional.empty() : Optional.of(scope.output().room());
    }

    // The index.

    private void scan() {
        int each = asksForFields ? HEADER_SECTION : 1;
        for (int i = 0; i < INDEX_PAGE && !scanned && ahead.size() < (tried ? READ_AHEAD : 1); i += each) {
            if (!cursor.next()) {
                scanned = true;
                flush();
            } else if (sequenceOf(cursor).isPresent()) {
                looked++;
                decide();
            }
        }
    }

    /** Empty if the session does not know the message. */
    private OptionalLong sequenceOf(MessageCursor at) {
        if (mailbox.view().isEmpty()) {
            sequence = at.index() + 1L;
        } else {
            SelectedView view = mailbox.view().get();
            boolean next = sequence < view.exists() && view.uidAt(sequence + 1) == at.uid();
            OptionalLong known = next ? OptionalLong.of(sequence + 1) : view.sequenceOf(at.uid());
            if (known.isEmpty()) {
                return known;
            }
            sequence = known.getAsLong();
        }
        return OptionalLong.of(sequence);
    }

    private void decide() {
        facts.at(cursor, sequence, mailbox.flags(cursor.uid(), cursor.flags()));
        SearchProgram.Answer answer = program.answer(facts);
        if (asksForFields && answer != SearchProgram.Answer.NO && !filling.isReading()) {      // else it comes with its neighbours, in one statement
            answer = program.answer(facts.with(headers.find(mailbox.id(), cursor.uid())));
        }
        if (answer == SearchProgram.Answer.NO) {
            return;
        }
        boolean decided = answer == SearchProgram.Answer.YES && wanted == SearchProgram.Need.INDEX;
        if (decided && filling.isEmpty() && ahead.isEmpty()) {
            found.accept(facts);
            return;
        }
        Candidate candidate = new Candidate(cursor.entry(), sequence, cursor.index(), decided);
        boolean content = answer == SearchProgram.Answer.NEEDS_CONTENT || mostlyContents && answer == SearchProgram.Answer.NEEDS_SUMMARY;
        if (!filling.takes(candidate, content)) {
            flush();
        }
        filling.add(candidate, content);
    }

    private void flush() {
        if (!filling.isEmpty()) {
            filling.read();
            ahead.add(filling);
            filling = newBatch();
        }
    }

    // Rows.

    private CompletionStage<Void> look(SearchBatch batch) {
        Iterator<Candidate> each = batch.candidates().iterator();
        tried = true;
        return Repetition.of(scope.actor(), () -> {
            while (each.hasNext()) {
                Candidate candidate = each.next();
                Optional<MessageRow> row = batch.row(candidate);
                facts.at(candidate.entry(), candidate.sequence(), mailbox.flags(candidate.entry().uid(), candidate.entry().flags()));
                if (candidate.decided()) {
                    found.accept(facts);
                } else if (row.isPresent()) {                      // else it was expunged and swept meanwhile
                    SearchProgram.Answer answer = program.answer(facts.with(row.get()).with(remembered(candidate)));
                    if (answer == SearchProgram.Answer.YES) {
                        found.accept(facts);
                    } else if (answer == SearchProgram.Answer.NEEDS_CONTENT) {
                        mostlyContents = true;
                        MessageStructure structure = MessageSummaryCodec.decode(row.get().message().summary()).structure();
                        Looking looking = new Looking(candidate.entry().uid(), program.content(facts, structure), structure.root().extent().header());
                        Optional<Content> inline = batch.contentAtHand(row.get());
                        if (inline.isEmpty() || !feed(looking, inline.get())) {
                            return Optional.of(read(batch, candidate, row.get(), looking));
                        }
                        foundIf(looking.search());
                    }
                }
            }
            return Optional.empty();
        });
    }

    private void foundIf(ContentSearch search) {
        if (search.matches()) {
            found.accept(facts);
        }
    }

    /** One message whose content is searched. */
    private record Looking(long uid, ContentSearch search, OctetRange header) { }

    /** The header section, where that and the summary can tell more than either. */
    private Optional<HeaderFields> remembered(Candidate candidate) {
        return asksForFields ? headers.find(mailbox.id(), candidate.entry().uid()) : Optional.empty();
    }

    /** Searches what is in memory already; false if there is more to be read. */
    private boolean feed(Looking looking, Content content) {
        while (!looking.search().isDone()) {
            CompletableFuture<byte[]> portion = portion(looking.search(), content).toCompletableFuture();
            if (!portion.isDone() || portion.isCompletedExceptionally()) {
                return false;
            }
            feed(looking, portion.join());
        }
        return true;
    }

    private static CompletionStage<byte[]> portion(ContentSearch search, Content content) {
        return content.range(search.position(), (int) Math.min(PORTION, search.wanted()));
    }

    private void feed(Looking looking, byte[] octets) {
        ContentSearch search = looking.search();
        if (asksForFields && search.position() == looking.header().start() && octets.length == looking.header().length()) {
            headers.keep(mailbox.id(), looking.uid(), octets);
        }
        if (octets.length == 0) {
            search.end();
        } else {
            search.feed(octets, 0, octets.length);
        }
    }

    /** The facts stay those of this message until it is done. */
    private CompletionStage<Void> read(SearchBatch batch, Candidate candidate, MessageRow row, Looking looking) {
        ContentSearch search = looking.search();
        return batch.content(candidate, row).thenComposeAsync(content -> {
            if (content.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return Repetition.of(scope.actor(), () -> search.isDone() ? Optional.empty()
                    : Optional.of(portion(search, content.get()).thenAcceptAsync(octets -> feed(looking, octets), scope.actor())))
                    .thenRun(() -> foundIf(search));
        }, scope.actor());
    }
}
