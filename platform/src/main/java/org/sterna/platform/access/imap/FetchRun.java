package org.sterna.platform.access.imap;

import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.Section;
import org.sterna.protocols.imap.SectionContent;
import org.sterna.protocols.imap.SectionResolver;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.SelectedFields;

/**
 * One FETCH (RFC 3501 section 6.4.5): a page of rows, their responses, room in the output, the next page. Items of the index
 * need no rows, most others no octets; long bodies pass by in portions.
 */
final class FetchRun {
    /** Messages answered from the index between two looks at the output. */
    private static final int INDEX_PAGE = 500;
    /** Longer bodies are streamed; a portion of a streamed one is twice as long. */
    private static final int WHOLE_BODY = 64 * 1024;
    /** A header section is filtered in memory; what is beyond this is not seen. */
    private static final int MAX_HEADER = 1 << 20;

    private enum Need { INDEX, SUMMARY, CONTENT }

    /** A message under way. Its row is empty if nothing but the index is asked for. */
    private record Opened(MessageEntry entry, Optional<MessageRow> row, Optional<MessageSummary> summary) {
        MessageSummary knownSummary() {
            return summary.orElseThrow();
        }
    }

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final List<FetchItem> items;
    private final List<Numbered> messages;
    private final boolean setsSeen;
    private final Need need;
    private final RowPages pages;
    private int indexAt;
    private boolean inLiteral;

    FetchRun(SessionScope scope, SelectedMailbox mailbox, ImapCommand.Fetch fetch) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.items = fetch.items();
        this.messages = mailbox.resolve(fetch.messages(), fetch.numbering());
        this.setsSeen = mailbox.isWritable() && items.stream().anyMatch(FetchItem::setsSeen);
        this.need = items.stream().map(FetchRun::need).reduce(Need.INDEX, (a, b) -> a.compareTo(b) > 0 ? a : b);
        this.pages = new RowPages(scope.services().messages(), mailbox.id(), messages, need == Need.CONTENT);
    }

    private static Need need(FetchItem item) {
        if (item instanceof FetchItem.Body body) {
            boolean selected = body.section().path().isEmpty() && body.section().text() instanceof Section.Fields fields
                    && fields.choice() == Section.Choice.ONLY && SelectedFields.NAMES.containsAll(
                            fields.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
            return selected ? Need.SUMMARY : Need.CONTENT;
        }
        return switch ((FetchItem.Attribute) item) {
            case FLAGS, UID, INTERNALDATE, RFC822_SIZE -> Need.INDEX;
            case ENVELOPE, BODY, BODYSTRUCTURE, PREVIEW -> Need.SUMMARY;
        };
    }

    CompletionStage<StatusResponse> run() {
        return Repetition.of(scope.actor(), need == Need.INDEX ? this::indexPage : this::rowPage).whenComplete((unused, failure) -> {
            if (failure != null && inLiteral) {
                scope.output().abort();                        // the octets announced cannot be had any more
            }
        }).thenApply(unused -> StatusResponse.ok("FETCH completed"));
    }

    private Optional<CompletionStage<Void>> indexPage() {
        if (indexAt == messages.size()) {
            return Optional.empty();
        }
        int end = Math.min(messages.size(), indexAt + INDEX_PAGE);
        for (; indexAt < end; indexAt++) {
            Numbered message = messages.get(indexAt);
            FetchResponse response = new FetchResponse(message.sequence());
            Opened opened = new Opened(now(message), Optional.empty(), Optional.empty());
            items.forEach(item -> attribute(response, (FetchItem.Attribute) item, opened));
            scope.output().write(response.finish());
        }
        return Optional.of(scope.output().room());
    }

    /** The message as it is now; one that was expunged meanwhile as it was. */
    private MessageEntry now(Numbered message) {
        return mailbox.find(message.entry().uid()).orElse(message.entry());
    }

    private Optional<CompletionStage<Void>> rowPage() {
        List<Numbered> page = pages.next();
        if (page.isEmpty()) {
            return Optional.empty();
        }
        UidSet unseen = setsSeen ? UidSet.of(page.stream().map(this::now).filter(entry -> (entry.flags() & Flags.SEEN) == 0)
                .mapToLong(MessageEntry::uid)) : UidSet.EMPTY;
        return Optional.of(see(unseen).thenCompose(unused -> pages.read(page))
                .thenComposeAsync(rows -> respond(page, rows, unseen), scope.actor()));
    }

    private CompletionStage<Void> see(UidSet unseen) {
        if (unseen.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        MailboxCommand store = new MailboxCommand.StoreFlags(unseen, MailboxCommand.FlagMode.ADD, Set.of("\\Seen"), Optional.empty());
        return scope.folders().ask(mailbox.folder(), store).thenComposeAsync(answer -> mailbox.until(state -> unseen.stream()
                .allMatch(uid -> state.messages().find(uid).map(entry -> (entry.flags() & Flags.SEEN) != 0).orElse(true))), scope.actor());
    }

    private CompletionStage<Void> respond(List<Numbered> page, Map<Long, MessageRow> rows, UidSet unseen) {
        Iterator<Numbered> each = page.iterator();
        return Repetition.of(scope.actor(), () -> {
            if (!each.hasNext()) {
                return Optional.empty();
            }
            Numbered message = each.next();
            MessageRow row = pages.row(rows, message.entry().uid());
            return Optional.of(respond(message, row, unseen.contains(message.entry().uid()))
                    .thenComposeAsync(unused -> scope.output().room(), scope.actor()));
        });
    }

    private CompletionStage<Void> respond(Numbered message, MessageRow row, boolean flagsToo) {
        FetchResponse response = new FetchResponse(message.sequence());
        Opened opened = new Opened(now(message), Optional.of(row), Optional.of(MessageSummaryCodec.decode(row.message().summary())));
        Iterator<FetchItem> each = items.iterator();
        return Repetition.of(scope.actor(), () -> {
            while (each.hasNext()) {
                FetchItem item = each.next();
                if (item instanceof FetchItem.Body body) {
                    Optional<byte[]> fields = SectionResolver.fromSummary(opened.knownSummary(), body);
                    if (fields.isEmpty()) {
                        return Optional.of(body(response, body, opened));
                    }
                    response.body(body, fields.get());
                } else {
                    attribute(response, (FetchItem.Attribute) item, opened);
                }
            }
            return Optional.empty();
        }).thenRun(() -> {
            if (flagsToo && !items.contains(FetchItem.Attribute.FLAGS)) {          // RFC 3501 section 6.4.5: \Seen was set implicitly
                response.flags(mailbox.flags(now(message)));
            }
            if (flagsToo) {
                mailbox.view().flagsAnnounced(message.entry().uid());
            }
            scope.output().write(response.finish());
        });
    }

    private void attribute(FetchResponse response, FetchItem.Attribute item, Opened message) {
        switch (item) {
            case FLAGS -> response.flags(mailbox.flags(message.entry()));
            case UID -> response.uid(message.entry().uid());
            case INTERNALDATE -> response.internalDate(message.entry().internalDate().atOffset(ZoneOffset.UTC));
            case RFC822_SIZE -> response.size(message.entry().size());
            case ENVELOPE -> response.envelope(message.knownSummary().envelope());
            case BODY -> response.body(message.knownSummary().structure());
            case BODYSTRUCTURE -> response.bodyStructure(message.knownSummary().structure());
            case PREVIEW -> response.preview(message.knownSummary().preview());
            default -> throw new AssertionError(item);
        }
    }

    private CompletionStage<Void> body(FetchResponse response, FetchItem.Body wanted, Opened message) {
        SectionContent section = SectionResolver.resolve(message.knownSummary().structure(), wanted);
        if (section instanceof SectionContent.Missing) {
            response.noBody(wanted);
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Content> content = pages.content(message.entry(), message.row().orElseThrow());
        if (section instanceof SectionContent.FilteredHeader header) {
            return content.thenCompose(octets -> octets.range(header.header().start(), (int) Math.min(MAX_HEADER, header.header().length())))
                    .thenAcceptAsync(octets -> response.body(wanted, header.filter(octets)), scope.actor());
        }
        OctetRange range = ((SectionContent.Octets) section).range();
        if (range.length() <= WHOLE_BODY) {
            return content.thenCompose(octets -> octets.range(range.start(), (int) range.length()))
                    .thenAcceptAsync(octets -> response.body(wanted, octets), scope.actor());
        }
        return content.thenComposeAsync(octets -> stream(response, wanted, octets, range), scope.actor());
    }

    private CompletionStage<Void> stream(FetchResponse response, FetchItem.Body wanted, Content content, OctetRange range) {
        scope.output().write(response.announceBody(wanted, range.length()).take());
        inLiteral = true;
        long[] at = {range.start()};
        return Repetition.of(scope.actor(), () -> {
            if (at[0] == range.end()) {
                return Optional.empty();
            }
            int length = (int) Math.min(2 * WHOLE_BODY, range.end() - at[0]);
            return Optional.of(content.range(at[0], length).thenComposeAsync(octets -> {
                if (octets.length != length) {
                    throw new IllegalStateException("UID has " + octets.length + " octets where " + length + " were expected");
                }
                at[0] += length;
                scope.output().write(octets);
                return scope.output().room();
            }, scope.actor()));
        }).thenRun(() -> inLiteral = false);
    }
}
