package org.sterna.persistence.mailbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.SnapshotCodec;

/**
 * The written form of a mailbox: pages of its index, with even names, and of its expunge log, with odd ones; everything else
 * is in the manifest.
 */
public final class MailboxSnapshot implements SnapshotCodec<Mailbox> {
    private static final int FORMAT = 2;

    @Override
    public byte[] manifest(Mailbox state) {
        Past past = state.past();
        FieldWriter out = new FieldWriter(state.messages().size() / 32 + 1024).octet(FORMAT)
                .optional(state.id(), (each, id) -> each.text(id.value())).text(state.account())
                .number(state.uidValidity()).number(state.uidNext()).number(state.events())
                .list(state.keywords(), FieldWriter::text)
                .list(state.unconfirmed().deliveries().entrySet(), (each, entry) -> each.text(entry.getKey().toString()).number(entry.getValue().uid())
                        .time(entry.getValue().at())).time(state.unconfirmed().looked())
                .flag(state.deleted())
                .list(state.messages().pages(), (each, page) -> each.number(page.id()).number(page.version()))
                .list(past.expunged().pages(), (each, page) -> each.number(page.id()).number(page.version()))
                .number(past.expunged().floor())
                .list(past.moves().entrySet(), (each, move) -> MailboxCodec.uids(each.number(move.getKey()).text(move.getValue().target().value()),
                        move.getValue().uids()).time(move.getValue().at()))
                .list(past.copies().chunks(), (each, chunk) -> numbers(each.text(chunk.source().value()).number(chunk.run()).time(chunk.last()),
                        chunk.words()))
                .time(past.copies().forgotten());
        swept(out, past.sweep().swept()).number(past.sweep().last());
        return out.list(past.deliveries().chunks(), (each, chunk) -> numbers(each, chunk.words()).list(chunk.queueIds(), (ids, id) -> ids.text(id.toString())))
                .toOctets();
    }

    static FieldWriter swept(FieldWriter out, Swept swept) {
        return out.number(swept.number()).number(swept.uid()).optional(swept.next(), FieldWriter::time);
    }

    static Swept swept(FieldReader in) {
        return new Swept(in.number(), in.number(), in.optional(FieldReader::time));
    }

    private static FieldWriter numbers(FieldWriter out, long[] values) {
        out.number(values.length);
        for (long value : values) {
            out.number(value);
        }
        return out;
    }

    @Override
    public List<PageKey> pages(Mailbox state) {
        return Stream.concat(state.messages().pages().stream().map(page -> new PageKey(2 * page.id(), page.version())),
                state.past().expunged().pages().stream().map(page -> new PageKey(2 * page.id() + 1, page.version()))).toList();
    }

    @Override
    public byte[] page(Mailbox state, PageKey key) {
        int id = key.page() / 2;
        return key.page() % 2 == 0 ? state.messages().page(id).filter(page -> page.version() == key.version()).map(MailboxSnapshot::written).orElseThrow()
                : numbers(new FieldWriter(), state.past().expunged().pages().stream()
                        .filter(page -> page.id() == id && page.version() == key.version()).findFirst().orElseThrow().words()).toOctets();
    }

    /** Most of what follows in a page is near to what stands before it, so that a message takes some 15 octets. */
    private static byte[] written(MessagePage page) {
        long[] words = page.words();
        FieldWriter out = new FieldWriter(words.length * 4).number(page.size());
        long[] before = new long[MessagePage.WORDS];
        for (int at = 0; at < words.length; at += MessagePage.WORDS) {
            out.number((words[at] >>> 32) - (before[0] >>> 32)).number(words[at] & 0xFFFF_FFFFL)
                    .number(page.version() - words[at + MessagePage.MOD_SEQ]).number(words[at + MessagePage.FLAGS])
                    .number(FieldNumbers.zigzag(words[at + MessagePage.INTERNAL_DATE] - before[MessagePage.INTERNAL_DATE]))
                    .number(FieldNumbers.zigzag(words[at + MessagePage.ADDED] - before[MessagePage.ADDED]))
                    .number(FieldNumbers.zigzag(words[at + MessagePage.SAVE_DATE] - words[at + MessagePage.INTERNAL_DATE]));
            System.arraycopy(words, at, before, 0, MessagePage.WORDS);
        }
        return out.toOctets();
    }

    private static MessagePage page(PageKey key, byte[] octets) {
        FieldReader in = new FieldReader(octets);
        int size = in.count();
        if (size < 1 || size > MessagePage.FULL) {
            throw new UnreadableRecordException("page " + key + " of a mailbox has " + size + " messages");
        }
        long[] words = new long[size * MessagePage.WORDS];
        long[] before = new long[MessagePage.WORDS];
        for (int at = 0; at < words.length; at += MessagePage.WORDS) {
            words[at] = (before[0] >>> 32) + in.number() << 32 | in.number();
            words[at + MessagePage.MOD_SEQ] = key.version() - in.number();
            words[at + MessagePage.FLAGS] = in.number();
            words[at + MessagePage.INTERNAL_DATE] = before[MessagePage.INTERNAL_DATE] + FieldNumbers.unzigzag(in.number());
            words[at + MessagePage.ADDED] = before[MessagePage.ADDED] + FieldNumbers.unzigzag(in.number());
            words[at + MessagePage.SAVE_DATE] = words[at + MessagePage.INTERNAL_DATE] + FieldNumbers.unzigzag(in.number());
            System.arraycopy(words, at, before, 0, MessagePage.WORDS);
        }
        return new MessagePage(key.page() / 2, key.version(), words);
    }

    @Override
    public Mailbox read(byte[] manifest, Map<PageKey, byte[]> pages) {
        FieldReader in = new FieldReader(manifest);
        int version = in.octet();
        if (version != FORMAT) {
            throw new UnreadableRecordException("mailbox snapshot version " + version + " is not known to this version of Sterna");
        }
        Optional<MailboxId> id = in.optional(each -> new MailboxId(each.text()));
        String account = in.text();
        long uidValidity = in.number();
        long uidNext = in.number();
        long events = in.number();
        List<String> keywords = in.list(FieldReader::text);
        Map<QueueId, Unconfirmed.Delivery> deliveries = new HashMap<>();
        in.list(each -> deliveries.put(QueueId.of(each.text()), new Unconfirmed.Delivery(each.number(), each.time())) == null);
        Unconfirmed unconfirmed = new Unconfirmed(deliveries, in.time());
        boolean deleted = in.flag();
        List<MessagePage> index = in.list(each -> {
            PageKey key = new PageKey(2 * each.count(), each.number());
            return page(key, pages.get(key));
        });
        List<ExpungeLog.Page> expunged = in.list(each -> {
            PageKey key = new PageKey(2 * each.count() + 1, each.number());
            return new ExpungeLog.Page(key.page() / 2, key.version(), new FieldReader(pages.get(key)).numbers());
        });
        return new Mailbox(id, account, uidValidity, uidNext, events, keywords, MessagePages.of(index), unconfirmed, deleted,
                past(new ExpungeLog(expunged, in.number()), in));
    }

    private static Past past(ExpungeLog expunged, FieldReader in) {
        Map<Long, OpenMove> moves = new HashMap<>();
        in.list(each -> moves.put(each.number(), new OpenMove(new MailboxId(each.text()), MailboxCodec.uids(each), each.time())) == null);
        List<CopyLog.Chunk> chunks = in.list(each -> new CopyLog.Chunk(new MailboxId(each.text()), each.number(), each.time(), each.numbers()));
        CopyLog copies = new CopyLog(chunks, in.time());
        Sweep sweep = new Sweep(swept(in), in.number());
        RecentDeliveries deliveries = new RecentDeliveries(in.list(each ->
                new RecentDeliveries.Chunk(each.numbers(), each.list(ids -> QueueId.of(ids.text())))));
        return new Past(expunged, copies, moves, sweep, deliveries);
    }
}
