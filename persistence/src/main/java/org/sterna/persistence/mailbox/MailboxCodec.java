package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;

/** The written forms of a mailbox's events; those of its snapshots are in {@link MailboxSnapshot}. */
public final class MailboxCodec {
    public static final EventCodec<MailboxEvent> EVENTS = EventCodec.<MailboxEvent>builder()
            .event(MailboxEvent.MailboxCreated.class, "mailbox-created", 1,
                    (event, out) -> by(out.text(event.id().value()).text(event.account()).number(event.uidValidity()), event.by()),
                    in -> new MailboxEvent.MailboxCreated(new MailboxId(in.text()), in.text(), in.number(), by(in)))
            .event(MailboxEvent.MessageAdded.class, "message-added", 1, MailboxCodec::added, MailboxCodec::added)
            .event(MailboxEvent.FlagsChanged.class, "flags-changed", 1,
                    (event, out) -> by(out.list(event.newKeywords(), FieldWriter::text).list(event.changes(),
                            (each, change) -> uids(each, change.uids()).number(change.before()).number(change.after())), event.by()),
                    in -> new MailboxEvent.FlagsChanged(in.list(FieldReader::text),
                            in.list(each -> new MailboxEvent.Change(uids(each), each.number(), each.number())), by(in)))
            .event(MailboxEvent.MessagesExpunged.class, "messages-expunged", 1,
                    (event, out) -> by(numbers(uids(out, event.uids()), event.added()), event.by()),
                    in -> new MailboxEvent.MessagesExpunged(uids(in), numbers(in), by(in)))
            .event(MailboxEvent.MoveStarted.class, "move-started", 1,
                    (event, out) -> by(uids(out.text(event.target().value()), event.uids()), event.by()),
                    in -> new MailboxEvent.MoveStarted(new MailboxId(in.text()), uids(in), by(in)))
            .event(MailboxEvent.MessagesMovedAway.class, "messages-moved-away", 1,
                    (event, out) -> by(numbers(uids(out.text(event.target().value()).number(event.move()), event.uids()), event.added()),
                            event.by()),
                    in -> new MailboxEvent.MessagesMovedAway(new MailboxId(in.text()), in.number(), uids(in), numbers(in), by(in)))
            .event(MailboxEvent.MoveAbandoned.class, "move-abandoned", 1,
                    (event, out) -> by(out.number(event.move()), event.by()), in -> new MailboxEvent.MoveAbandoned(in.number(), by(in)))
            .event(MailboxEvent.MessagesSwept.class, "messages-swept", 1,
                    (event, out) -> by(MailboxSnapshot.swept(out, event.swept()), event.by()),
                    in -> new MailboxEvent.MessagesSwept(MailboxSnapshot.swept(in), by(in)))
            .event(MailboxEvent.MailboxDeleted.class, "mailbox-deleted", 1,
                    (event, out) -> by(out, event.by()), in -> new MailboxEvent.MailboxDeleted(by(in)))
            .build();

    private MailboxCodec() { }

    private static void by(FieldWriter out, By by) {
        out.optional(by.session(), (each, id) -> each.text(id.toString())).time(by.at());
    }

    private static By by(FieldReader in) {
        return new By(in.optional(each -> SessionId.parse(each.text()).orElseThrow()), in.time());
    }

    /** Differences rise from run to run, so that what follows is small. */
    private static FieldWriter numbers(FieldWriter out, AddedNumbers numbers) {
        out.number(numbers.runs().size());
        long before = 0;
        for (AddedNumbers.Run run : numbers.runs()) {
            out.number(run.count()).number(FieldNumbers.zigzag(run.difference() - before));
            before = run.difference();
        }
        return out;
    }

    private static AddedNumbers numbers(FieldReader in) {
        int count = in.count();
        List<AddedNumbers.Run> runs = new ArrayList<>(Math.min(count, 1024));
        long before = 0;
        for (int i = 0; i < count; i++) {
            long messages = in.number();
            before += FieldNumbers.unzigzag(in.number());
            runs.add(new AddedNumbers.Run(messages, before));
        }
        return new AddedNumbers(runs);
    }

    private static void added(MailboxEvent.MessageAdded event, FieldWriter out) {
        MailboxEvent.Origin origin = event.origin();
        out.number(event.uid()).number(event.size()).time(event.internalDate()).number(event.flags())
                .list(event.newKeywords(), FieldWriter::text)
                .optional(origin.queueId(), (each, id) -> each.text(id.toString()))
                .optional(origin.fingerprint(), (each, print) -> each.octets(print.octets()))
                .optional(origin.session(), (each, id) -> each.text(id.toString()))
                .optional(origin.source(), (each, source) -> each.text(source.mailbox().value()).number(source.uid()).number(source.run()))
                .text(event.ids().emailId()).text(event.ids().threadId()).time(event.saveDate());
        place(out, event.octets());
        out.list(event.confirmed(), (each, id) -> each.text(id.toString()));
    }

    private static MailboxEvent.MessageAdded added(FieldReader in) {
        return new MailboxEvent.MessageAdded(in.number(), in.number(), in.time(), in.number(), in.list(FieldReader::text),
                new MailboxEvent.Origin(in.optional(each -> QueueId.of(each.text())),
                        in.optional(each -> Fingerprint.of(each.octets())),
                        in.optional(each -> SessionId.parse(each.text()).orElseThrow()),
                        in.optional(each -> new MailboxEvent.Source(new MailboxId(each.text()), each.number(), each.number()))),
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

    static FieldWriter uids(FieldWriter out, UidSet uids) {
        out.number(uids.ranges().size());
        long before = 0;
        for (UidSet.Range range : uids.ranges()) {
            out.number(range.first() - before).number(range.last() - range.first());
            before = range.last();
        }
        return out;
    }

    static UidSet uids(FieldReader in) {
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
}
