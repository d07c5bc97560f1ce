package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SectionContent;
import org.sterna.protocols.imap.SectionResolver;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.OctetRange;

/** What the URL of a CATENATE names (RFC 4469 section 3), in a mailbox of the account. For the actor's thread. */
final class UrlContent {
    /** Fields of a header section are selected in memory; of a longer one there is no URL. */
    private static final int MAX_HEADER = 1 << 20;

    /** The octets, read from the first to the last. */
    static final class Opened {
        private final Content content;
        private final OctetRange range;
        private long at;

        Opened(Content content, OctetRange range) {
            this.content = content;
            this.range = range;
            this.at = range.start();
        }

        long length() {
            return range.length();
        }

        boolean isRead() {
            return at >= range.end();
        }

        /** The next octets, as many as wanted or as there are. */
        CompletionStage<byte[]> next(int most) {
            int length = (int) Math.min(most, range.end() - at);
            long from = at;
            at += length;
            return content.range(from, length);
        }
    }

    private final SessionScope scope;
    private final Selection selection;
    private final String url;

    UrlContent(SessionScope scope, Selection selection, String url) {
        this.scope = scope;
        this.selection = selection;
        this.url = url;
    }

    private Refusal bad() {
        return Refusal.no(ResponseCodes.badUrl(url), "There is nothing behind this URL");
    }

    CompletionStage<Opened> open() {
        Optional<MessageUrl> parsed = MessageUrl.parse(url);
        if (parsed.isEmpty() || parsed.get().mailbox().isEmpty() && selection.selected().isEmpty()) {
            return CompletableFuture.failedFuture(bad());
        }
        MessageUrl wanted = parsed.get();
        CompletionStage<Folder> folder = wanted.mailbox().map(name -> scope.folders().find(name).exceptionally(failure -> {
            throw bad();
        })).orElseGet(() -> CompletableFuture.completedFuture(selection.selected().get().folder()));
        return folder.thenComposeAsync(found -> state(found).thenCompose(state -> open(wanted, found, state)), scope.actor());
    }

    private CompletionStage<Mailbox> state(Folder folder) {
        return selection.selected(folder).<CompletionStage<Mailbox>>map(mailbox -> CompletableFuture.completedFuture(mailbox.state()))
                .orElseGet(() -> scope.folders().look(folder));
    }

    private CompletionStage<Opened> open(MessageUrl wanted, Folder folder, Mailbox state) {
        Optional<MessageEntry> entry = state.messages().find(wanted.uid());
        if (entry.isEmpty() || wanted.uidValidity().isPresent() && wanted.uidValidity().getAsLong() != state.uidValidity()) {
            return CompletableFuture.failedFuture(bad());
        }
        return scope.services().messages().read(folder.mailbox(), List.of(entry.get()), true)
                .thenCompose(rows -> section(rows.stream().findFirst().orElseThrow(this::bad), wanted.octets()));
    }

    private CompletionStage<Opened> section(MessageRow row, FetchItem.Body octets) {
        Content content = FetchFormat.contentOf(scope.services().messages(), row);
        SectionContent section = SectionResolver.resolve(MessageSummaryCodec.decode(row.message().summary()).structure(), octets);
        if (section instanceof SectionContent.Octets found) {
            return CompletableFuture.completedFuture(new Opened(content, found.range()));
        }
        if (section instanceof SectionContent.FilteredHeader header && header.header().length() <= MAX_HEADER) {
            return content.range(header.header().start(), (int) header.header().length()).thenApply(raw -> {
                byte[] filtered = header.filter(raw);
                return new Opened(Content.of(filtered), new OctetRange(0, filtered.length));
            });
        }
        return CompletableFuture.failedFuture(bad());
    }
}
