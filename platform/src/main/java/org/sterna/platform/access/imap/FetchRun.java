package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.FetchFormat.Opened;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.PartialRange;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/**
 * One FETCH (RFC 9051 section 6.4.5). Items of the index are printed from it; the rows of all others are read ahead by the page,
 * and the responses of a page are printed on a worker while others are read and sent.
 */
final class FetchRun {
    /** Octets of responses between two looks at the output. */
    private static final int INDEX_PAGE = 48 * 1024;
    /** A printed page is cut into pieces of this size, so that the connection is never given much more than it has room for. */
    private static final int PIECE = 96 * 1024;

    /** What a page has become. */
    private sealed interface Piece { }

    private record Printed(byte[] octets) implements Piece { }

    private record Large(long sequence, Opened message, boolean flagsToo) implements Piece { }

    private record PrintedPage(List<Piece> pieces, int lost, UidSet seen, long events) { }

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final ImapCommand.Fetch fetch;
    private final Progress progress;
    private final FetchFormat format;
    private final boolean setsSeen;
    private final UidSet uids;
    private final long changedSince;
    private final long expected;
    private final MessageWalk walk;
    private long lost;

    /** @throws Refusal BAD if the set names a sequence number that does not exist */
    FetchRun(SessionScope scope, SelectedMailbox mailbox, ImapCommand.Fetch fetch, Progress progress) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.fetch = fetch;
        this.progress = progress;
        this.format = new FetchFormat(scope, mailbox, items(fetch));
        this.setsSeen = mailbox.isWritable() && fetch.items().stream().anyMatch(FetchItem::setsSeen);
        List<NumberRange> sequences = mailbox.resolve(fetch.messages(), fetch.numbering());
        if (fetch.modifiers().partial().isPresent()) {
            sequences = part(sequences, fetch.modifiers().partial().get());
        }
        OptionalLong since = fetch.modifiers().changedSince();
        this.changedSince = since.orElse(-1);
        this.expected = SelectedMailbox.count(sequences);
        this.uids = mailbox.uids(sequences);
        this.walk = new MessageWalk(mailbox, uids, changedSince);
    }

    /** CHANGEDSINCE brings MODSEQ along (RFC 7162 section 3.1.4.1). */
    private static List<FetchItem> items(ImapCommand.Fetch fetch) {
        if (fetch.modifiers().changedSince().isEmpty() || fetch.items().contains(FetchItem.Attribute.MODSEQ)) {
            return fetch.items();
        }
        List<FetchItem> items = new ArrayList<>(fetch.items());
        items.add(FetchItem.Attribute.MODSEQ);
        return items;
    }

    /** A part of the messages, counted from either end (RFC 9394 section 3.3). */
    static List<NumberRange> part(List<NumberRange> sequences, PartialRange partial) {
        long count = SelectedMailbox.count(sequences);
        long from = partial.first() > 0 ? Math.min(partial.first(), partial.last()) : count + 1 + Math.min(partial.first(), partial.last());
        long to = partial.first() > 0 ? Math.max(partial.first(), partial.last()) : count + 1 + Math.max(partial.first(), partial.last());
        List<NumberRange> part = new ArrayList<>();
        long passed = 0;
        for (NumberRange range : sequences) {
            long first = Math.max(range.first(), range.first() + from - passed - 1);
            long last = Math.min(range.last(), range.first() + to - passed - 1);
            if (first <= last) {
                part.add(new NumberRange(first, last));
            }
            passed += range.last() - range.first() + 1;
        }
        return part;
    }

    CompletionStage<StatusResponse> run() {
        if (fetch.modifiers().vanished()) {
            tellVanished();
        }
        CompletionStage<Void> told;
        if (format.need() == FetchFormat.Need.INDEX) {
            told = Repetition.of(scope.actor(), this::indexPage);
        } else {
            ReadAhead<PrintedPage> pages = new ReadAhead<>(scope, mailbox, walk, format.need() == FetchFormat.Need.CONTENT,
                    format.copies(), this::prepare, this::print);
            told = Repetition.whileNext(scope.actor(), pages::next, this::send);
        }
        return told.thenApply(unused -> outcome());
    }

    private StatusResponse outcome() {
        boolean gone = fetch.numbering() == Numbering.SEQUENCE && changedSince < 0 && walk.passed() < expected;
        if (lost > 0 || gone) {
            return StatusResponse.no("Some of the messages no longer exist").withCode("EXPUNGEISSUED");      // RFC 2180 section 4.1.3
        }
        return format.isUndecodable() ? StatusResponse.no("Some of the parts cannot be decoded").withCode("UNKNOWN-CTE")
                : StatusResponse.ok("FETCH completed");
    }

    /** What was expunged since, of all UIDs that were named (RFC 7162 section 3.2.6); what is still to be announced is not EARLIER. */
    private void tellVanished() {
        SequenceSet named = fetch.messages();
        UidSet known = named.isSaved() ? uids : MailboxOpening.uids(named, Math.max(1, mailbox.state().uidNext() - 1));
        UidSet gone = mailbox.state().vanishedSince(Math.max(0, changedSince), known);
        List<NumberRange> ranges = MailboxOpening.ranges(gone);
        if (!ranges.isEmpty()) {
            UidSet.Builder announced = new UidSet.Builder();
            for (NumberRange range : mailbox.resolve(SequenceSet.of(ranges), Numbering.UID)) {
                for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                    announced.add(mailbox.view().uidAt(sequence));
                }
            }
            ranges = MailboxOpening.ranges(gone.without(announced.build()));
        }
        if (!ranges.isEmpty()) {
            scope.output().write(ImapResponses.vanishedEarlier(ranges));
        }
    }

    // From the index.

    private Optional<CompletionStage<Void>> indexPage() {
        Enabled enabled = format.enabled();
        FetchResponse out = new FetchResponse(enabled);
        boolean more = false;
        while (out.length() < INDEX_PAGE && (more = walk.next())) {
            MessageCursor at = walk.message();
            out.begin(walk.sequence(), at.uid());
            for (FetchItem item : format.items()) {
                print(out, (FetchItem.Attribute) item, at, enabled);
            }
            out.end();
        }
        scope.output().write(out.take());
        progress.at(walk.passed(), expected);
        return more ? Optional.of(scope.output().room()) : Optional.empty();
    }

    /** As {@link FetchFormat#printIndexed}, without an entry for each message. */
    private void print(FetchResponse out, FetchItem.Attribute item, MessageCursor at, Enabled enabled) {
        switch (item) {
            case FLAGS -> out.flags(mailbox.flagsText(at.flags(), at.uid(), enabled));
            case UID -> out.uid(at.uid());
            case RFC822_SIZE -> out.size(at.size());
            case MODSEQ -> out.modSeq(at.modSeq());
            default -> format.printIndexed(out, item, at.entry());
        }
    }

    // From rows.

    /** Marks the messages of a page as seen before it is read, but for those that are being moved. */
    private CompletionStage<ReadAhead.Prepared> prepare(List<Numbered> page) {
        UidSet all = UidSet.of(page.stream().map(Numbered::entry).mapToLong(MessageEntry::uid));
        UidSet unseen = setsSeen ? all.without(seen(page)) : UidSet.EMPTY;
        if (unseen.isEmpty()) {
            return CompletableFuture.completedFuture(new ReadAhead.Prepared(page, unseen, mailbox.state().events()));
        }
        return scope.folders().ask(mailbox.folder(), new MailboxCommand.MarkSeen(unseen, scope.by()))
                .thenComposeAsync(answer -> mailbox.untilSeen(((Verdict.Changed) answer).event()), scope.actor())
                .thenApplyAsync(unused -> {
                    List<Numbered> now = page.stream().map(message -> new Numbered(message.sequence(),
                            mailbox.find(message.entry().uid()).orElse(message.entry()))).toList();
                    return new ReadAhead.Prepared(now, unseen.intersection(seen(now)), mailbox.state().events());
                }, scope.actor());
    }

    private static UidSet seen(List<Numbered> page) {
        return UidSet.of(page.stream().map(Numbered::entry).filter(entry -> (entry.flags() & Flags.SEEN) != 0).mapToLong(MessageEntry::uid));
    }

    /** On a worker. */
    private PrintedPage print(ReadAhead.Page page) {
        List<Piece> pieces = new ArrayList<>(1);
        FetchResponse out = new FetchResponse(format.enabled());
        int missing = 0;
        for (Numbered message : page.messages()) {
            Optional<MessageRow> row = page.row(message);
            if (row.isEmpty()) {
                missing++;
                continue;
            }
            Opened opened = format.new Opened(message.entry(), row.get());
            boolean flagsToo = page.prepared().seen().contains(message.entry().uid());
            if (format.canPrint(opened)) {
                format.print(out, message.sequence(), opened, flagsToo);
            } else {
                pieces.add(new Printed(out.take()));
                pieces.add(new Large(message.sequence(), opened, flagsToo));
            }
            if (out.length() > PIECE) {
                pieces.add(new Printed(out.take()));
            }
        }
        pieces.add(new Printed(out.take()));
        return new PrintedPage(pieces, missing, page.prepared().seen(), page.prepared().events());
    }

    private CompletionStage<Void> send(PrintedPage page) {
        lost += page.lost();
        progress.at(walk.passed(), expected);
        Iterator<Piece> each = page.pieces().iterator();
        return Repetition.of(scope.actor(), () -> {
            if (!each.hasNext()) {
                mailbox.flagsTold(page.seen(), page.events());
                return Optional.empty();
            }
            Piece piece = each.next();
            if (piece instanceof Large large) {
                return Optional.of(new LargeFetch(scope, format, large.sequence(), large.message()).send(large.flagsToo()));
            }
            scope.output().write(((Printed) piece).octets());
            return Optional.of(scope.output().room());
        });
    }
}
