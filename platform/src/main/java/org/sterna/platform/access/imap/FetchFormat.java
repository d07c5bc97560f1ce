package org.sterna.platform.access.imap;

import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.Section;
import org.sterna.protocols.imap.SectionContent;
import org.sterna.protocols.imap.SectionResolver;
import org.sterna.protocols.message.MessageSummary;
import org.sterna.protocols.message.MessageSummaryCodec;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.message.SelectedFields;

/**
 * Prints the items of messages whose octets, as far as they are wanted, are at hand (RFC 9051 section 7.5.2). What the items do not
 * need is not decoded. Touches nothing of the session: for any thread.
 */
final class FetchFormat {
    /** Octets of one response that are printed at once; more are sent item by item. */
    private static final long MAX_PRINTED = 256 * 1024;

    /** What an item needs beside the index. */
    enum Need { INDEX, SUMMARY, CONTENT }

    private final CassandraMessages messages;
    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final List<FetchItem> items;
    private final Need need;
    private volatile boolean undecodable;

    FetchFormat(SessionScope scope, SelectedMailbox mailbox, List<FetchItem> items) {
        this.messages = scope.services().messages();
        this.mailbox = mailbox;
        this.enabled = scope.enabled();
        this.items = enabled.uidOnly() ? items.stream().filter(item -> item != FetchItem.Attribute.UID).toList() : items;   // UIDFETCH names it
        this.need = items.stream().map(FetchFormat::need).reduce(Need.INDEX, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private static Need need(FetchItem item) {
        if (item instanceof FetchItem.Body body) {
            return isInSummary(body) ? Need.SUMMARY : Need.CONTENT;
        }
        if (!(item instanceof FetchItem.Attribute attribute)) {
            return Need.CONTENT;
        }
        return switch (attribute) {
            case FLAGS, UID, INTERNALDATE, RFC822_SIZE, MODSEQ, SAVEDATE -> Need.INDEX;
            case ENVELOPE, BODY, BODYSTRUCTURE, PREVIEW, EMAILID, THREADID -> Need.SUMMARY;
        };
    }

    /** Header fields that every summary keeps. */
    private static boolean isInSummary(FetchItem.Body body) {
        return body.section().path().isEmpty() && body.section().text() instanceof Section.Fields fields
                && fields.choice() == Section.Choice.ONLY && fields.names().stream()
                        .allMatch(name -> SelectedFields.NAMES.contains(name.toLowerCase(Locale.ROOT)));
    }

    Need need() {
        return need;
    }

    /** How often the octets of a message may stand in its response, 1 or more. */
    int copies() {
        return (int) Math.max(1, items.stream().filter(item -> need(item) == Need.CONTENT).count());
    }

    List<FetchItem> items() {
        return items;
    }

    Enabled enabled() {
        return enabled;
    }

    /** True if a part could not be decoded, as BINARY wants it (RFC 3516 section 4.3). */
    boolean isUndecodable() {
        return undecodable;
    }

    void undecodable() {
        undecodable = true;
    }

    /** A message with its row, whose summary and octets are looked at when they are first needed. */
    final class Opened {
        private final MessageEntry entry;
        private final MessageRow row;
        private Optional<MessageSummary> summary = Optional.empty();
        private Optional<SelectedFields> fields = Optional.empty();
        private Optional<byte[]> octets = Optional.empty();

        Opened(MessageEntry entry, MessageRow row) {
            this.entry = entry;
            this.row = row;
        }

        MessageEntry entry() {
            return entry;
        }

        MessageRow row() {
            return row;
        }

        MessageSummary summary() {
            if (summary.isEmpty()) {
                summary = Optional.of(MessageSummaryCodec.decode(row.message().summary()));
            }
            return summary.get();
        }

        /** Of the summary only the header fields: all that ENVELOPE needs, at half the work. */
        SelectedFields fields() {
            if (fields.isEmpty()) {
                fields = Optional.of(summary.map(MessageSummary::selected)
                        .orElseGet(() -> MessageSummaryCodec.decodeFields(ByteBuffer.wrap(row.message().summary()))));
            }
            return fields.get();
        }

        Content content() {
            return contentOf(messages, row);
        }

        byte[] octets() {
            if (octets.isEmpty()) {
                Content content = content();
                octets = Optional.of(content.range(0, (int) content.size()).toCompletableFuture().join());
            }
            return octets.get();
        }
    }

    /** The content as a client reads it. */
    static Content contentOf(CassandraMessages messages, MessageRow row) {
        List<AssembledContent.Removed> removed = row.message().removed().stream()
                .map(range -> new AssembledContent.Removed(range.start(), range.end())).toList();
        return new AssembledContent(row.message().prefix(), messages.octets(row), removed);
    }

    /** True if {@link #print} can answer without waiting for octets. */
    boolean canPrint(Opened message) {
        return message.row().inline().isPresent() && copies() * message.entry().size() <= MAX_PRINTED
                || items.stream().allMatch(item -> item instanceof FetchItem.Attribute
                || item instanceof FetchItem.Body body && isInSummary(body) && SectionResolver.fromSummary(message.summary(), body).isPresent());
    }

    /**
     * Prints a whole response.
     *
     * @param flagsToo the flags were changed by fetching: they are told, asked for or not (RFC 3501 section 6.4.5)
     */
    void print(FetchResponse out, long sequence, Opened message, boolean flagsToo) {
        out.begin(sequence, message.entry().uid());
        for (FetchItem item : items) {
            if (!printKnown(out, item, message)) {
                printOctets(out, item, message);
            }
        }
        end(out, message.entry(), flagsToo);
    }

    /** Ends a response, behind its items. */
    void end(FetchResponse out, MessageEntry entry, boolean flagsToo) {
        if (flagsToo && !items.contains(FetchItem.Attribute.FLAGS)) {
            out.flags(mailbox.flagsText(entry.flags(), entry.uid(), enabled));
        }
        if (flagsToo && enabled.condstore() && !items.contains(FetchItem.Attribute.MODSEQ)) {
            out.modSeq(entry.modSeq());                            // RFC 7162 section 3.1
        }
        out.end();
    }

    /** Prints an item that needs no octets; false if it does. */
    boolean printKnown(FetchResponse out, FetchItem item, Opened message) {
        if (item instanceof FetchItem.Attribute attribute) {
            if (!printIndexed(out, attribute, message.entry())) {
                printSummarized(out, attribute, message);
            }
            return true;
        }
        if (item instanceof FetchItem.Body body && isInSummary(body)) {
            Optional<byte[]> fields = SectionResolver.fromSummary(message.summary(), body);
            fields.ifPresent(octets -> out.body(body, octets));
            return fields.isPresent();
        }
        return false;
    }

    /** Prints an item that the index knows; false if it does not. */
    boolean printIndexed(FetchResponse out, FetchItem.Attribute item, MessageEntry entry) {
        switch (item) {
            case FLAGS -> out.flags(mailbox.flagsText(entry.flags(), entry.uid(), enabled));
            case UID -> out.uid(entry.uid());
            case INTERNALDATE -> out.internalDate(entry.internalDate().atOffset(ZoneOffset.UTC));
            case RFC822_SIZE -> out.size(entry.size());
            case MODSEQ -> out.modSeq(entry.modSeq());
            case SAVEDATE -> out.saveDate(entry.saveDate().atOffset(ZoneOffset.UTC));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void printSummarized(FetchResponse out, FetchItem.Attribute item, Opened message) {
        switch (item) {
            case ENVELOPE -> out.envelope(message.fields().envelope());
            case BODY -> out.body(message.summary().structure());
            case BODYSTRUCTURE -> out.bodyStructure(message.summary().structure());
            case PREVIEW -> out.preview(message.summary().preview());
            case EMAILID -> out.emailId(message.row().message().emailId());
            case THREADID -> out.threadId(message.row().message().threadId());
            default -> throw new AssertionError(item);
        }
    }

    /** Prints an item whose octets are at hand. */
    private void printOctets(FetchResponse out, FetchItem item, Opened message) {
        if (item instanceof FetchItem.Body body) {
            printBody(out, body, message);
        } else {
            new BinaryPart(this, item, message.summary().structure()).print(out, message.octets());
        }
    }

    private static void printBody(FetchResponse out, FetchItem.Body body, Opened message) {
        if (isWhole(body)) {
            Optional<ByteBuffer> unchanged = message.row().inline().filter(octets -> message.row().message().removed().isEmpty());
            unchanged.ifPresentOrElse(octets -> out.body(body, message.row().message().prefix(), octets), () -> out.body(body, message.octets()));
            return;
        }
        SectionContent section = SectionResolver.resolve(message.summary().structure(), body);
        if (section instanceof SectionContent.Missing) {
            out.noBody(body);
        } else if (section instanceof SectionContent.FilteredHeader header) {
            out.body(body, header.filter(slice(message.octets(), header.header())));
        } else {
            out.body(body, slice(message.octets(), ((SectionContent.Octets) section).range()));
        }
    }

    /** BODY[], RFC822: needs no structure. */
    private static boolean isWhole(FetchItem.Body body) {
        return body.section().path().isEmpty() && body.section().text() == Section.Piece.WHOLE && body.partial().isEmpty();
    }

    /** A summary may say more octets than there are, if it is damaged. */
    static byte[] slice(byte[] octets, OctetRange range) {
        int start = (int) Math.min(octets.length, range.start());
        return Arrays.copyOfRange(octets, start, (int) Math.max(start, Math.min(octets.length, range.end())));
    }
}
