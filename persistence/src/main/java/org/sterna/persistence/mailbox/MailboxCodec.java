package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.SnapshotCodec;

/** The written forms of a mailbox's events and of its snapshots. */
public final class MailboxCodec implements SnapshotCodec<Mailbox> {
    private static final int SNAPSHOT = 1;

    public static final EventCodec<MailboxEvent> EVENTS = EventCodec.<MailboxEvent>builder()
            .event(MailboxEvent.MailboxCreated.class, "mailbox-created", 1,
                    (event, out) -> out.text(event.id().value()).text(event.account()).number(event.uidValidity()).time(event.at()),
                    in -> new MailboxEvent.MailboxCreated(new MailboxId(in.text()), in.text(), in.number(), in.time()))
            .event(MailboxEvent.MessageAdded.class, "message-added", 1, MailboxCodec::added, MailboxCodec::added)
            .event(MailboxEvent.FlagsChanged.class, "flags-changed", 1,
                    (event, out) -> out.list(event.newKeywords(), FieldWriter::text).list(event.changes(),
                            (each, change) -> uids(each, change.uids()).number(change.before()).number(change.after())),
                    in -> new MailboxEvent.FlagsChanged(in.list(FieldReader::text),
                            in.list(each -> new MailboxEvent.Change(uids(each), each.number(), each.number()))))
            .event(MailboxEvent.MessagesExpunged.class, "messages-expunged", 1,
                    (event, out) -> uids(out, event.uids()), in -> new MailboxEvent.MessagesExpunged(uids(in)))
            .event(MailboxEvent.MoveStarted.class, "move-started", 1,
                    (event, out) -> uids(out.text(event.target().value()), event.uids()),
                    in -> new MailboxEvent.MoveStarted(new MailboxId(in.text()), uids(in)))
            .event(MailboxEvent.MessagesMovedAway.class, "messages-moved-away", 1,
                    (event, out) -> uids(out.text(event.target().value()), event.uids()),
                    in -> new MailboxEvent.MessagesMovedAway(new MailboxId(in.text()), uids(in)))
            .event(MailboxEvent.MailboxDeleted.class, "mailbox-deleted", 1,
                    (event, out) -> out.time(event.at()), in -> new MailboxEvent.MailboxDeleted(in.time()))
            .build();

    private static void added(MailboxEvent.MessageAdded event, FieldWriter out) {
        MailboxEvent.Origin origin = event.origin();
        out.number(event.uid()).number(event.size()).time(event.internalDate()).number(event.flags())
                .list(event.newKeywords(), FieldWriter::text)
                .optional(origin.queueId(), (each, id) -> each.text(id.toString()))
                .optional(origin.fingerprint(), (each, print) -> each.octets(print.octets()))
                .optional(origin.session(), (each, id) -> each.text(id.toString()))
                .optional(origin.source(), (each, source) -> each.text(source.mailbox().value()).number(source.uid()))
                .text(event.ids().emailId()).text(event.ids().threadId()).time(event.saveDate());
        place(out, event.octets());
        out.list(event.confirmed(), (each, id) -> each.text(id.toString()));
    }

    private static MailboxEvent.MessageAdded added(FieldReader in) {
        return new MailboxEvent.MessageAdded(in.number(), in.number(), in.time(), in.number(), in.list(FieldReader::text),
                new MailboxEvent.Origin(in.optional(each -> QueueId.of(each.text())),
                        in.optional(each -> Fingerprint.of(each.octets())),
                        in.optional(each -> SessionId.parse(each.text()).orElseThrow()),
                        in.optional(each -> new MailboxEvent.Source(new MailboxId(each.text()), each.number()))),
                new MailboxEvent.ObjectIds(in.text(), in.text()), in.time(), place(in),
                in.list(each -> QueueId.of(each.text())), List.of());
    }

    /** Writes where octets are; {@link #place(FieldReader)} reads it back. */
    public static void place(FieldWriter out, OctetsPlace place) {
        if (place instanceof OctetsPlace.Inline inline) {
            out.octet(0).number(inline.size());
        } else if (place instanceof OctetsPlace.InBlob blob) {
            out.octet(1).number(blob.size()).text(blob.blob().value());
        } else {
            throw new AssertionError(place);
        }
    }

    public static OctetsPlace place(FieldReader in) {
        int kind = in.octet();
        long size = in.number();
        if (kind > 1) {
            throw new UnreadableRecordException("octets in a place of kind " + kind);
        }
        return kind == 0 ? new OctetsPlace.Inline(size) : new OctetsPlace.InBlob(new BlobId(in.text()), size);
    }

    private static FieldWriter uids(FieldWriter out, UidSet uids) {
        out.number(uids.ranges().size());
        long before = 0;
        for (UidSet.Range range : uids.ranges()) {
            out.number(range.first() - before).number(range.last() - range.first());
            before = range.last();
        }
        return out;
    }

    private static UidSet uids(FieldReader in) {
        int count = in.count();
        List<UidSet.Range> ranges = new ArrayList<>(Math.min(count, 1024));
        long before = 0;
        for (int i = 0; i < count; i++) {
            long first = before + in.number();
            before = first + in.number();
            ranges.add(new UidSet.Range(first, before));
        }
        return new UidSet(ranges);
    }

    @Override
    public byte[] manifest(Mailbox state) {
        return new FieldWriter().octet(SNAPSHOT)
                .optional(state.id(), (each, id) -> each.text(id.value())).text(state.account())
                .number(state.uidValidity()).number(state.uidNext()).number(state.events())
                .list(state.keywords(), FieldWriter::text)
                .list(state.unconfirmed().entrySet(), (each, entry) -> each.text(entry.getKey().toString()).number(entry.getValue()))
                .flag(state.deleted())
                .list(state.messages().pages(), (each, page) -> each.number(page.id()).number(page.version()))
                .toOctets();
    }

    @Override
    public List<PageKey> pages(Mailbox state) {
        return state.messages().pages().stream().map(page -> new PageKey(page.id(), page.version())).toList();
    }

    @Override
    public byte[] page(Mailbox state, PageKey key) {
        MessagePages.Page page = state.messages().pages().stream()
                .filter(each -> each.id() == key.page() && each.version() == key.version()).findFirst().orElseThrow();
        FieldWriter out = new FieldWriter(page.words().length * 4).number(page.words().length);
        for (long word : page.words()) {
            out.number(word);
        }
        return out.toOctets();
    }

    @Override
    public Mailbox read(byte[] manifest, Map<PageKey, byte[]> pages) {
        FieldReader in = new FieldReader(manifest);
        int version = in.octet();
        if (version != SNAPSHOT) {
            throw new UnreadableRecordException("mailbox snapshot version " + version + " is not known to this version of Sterna");
        }
        Optional<MailboxId> id = in.optional(each -> new MailboxId(each.text()));
        String account = in.text();
        long uidValidity = in.number();
        long uidNext = in.number();
        long events = in.number();
        List<String> keywords = in.list(FieldReader::text);
        Map<QueueId, Long> unconfirmed = new HashMap<>();
        in.list(each -> unconfirmed.put(QueueId.of(each.text()), each.number()) == null);
        boolean deleted = in.flag();
        List<MessagePages.Page> index = in.list(each -> {
            PageKey key = new PageKey(each.count(), each.number());
            return new MessagePages.Page(key.page(), key.version(), new FieldReader(pages.get(key)).numbers());
        });
        return new Mailbox(id, account, uidValidity, uidNext, events, keywords, MessagePages.of(index), Map.copyOf(unconfirmed), deleted);
    }
}
