package org.sterna.persistence.destination;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.sterna.persistence.codec.EventCodec;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.destination.DestinationEvent.DestinationDown;
import org.sterna.persistence.destination.DestinationEvent.DestinationFrozen;
import org.sterna.persistence.destination.DestinationEvent.DestinationThawed;
import org.sterna.persistence.destination.DestinationEvent.DestinationUp;
import org.sterna.persistence.destination.DestinationEvent.GrantsEnded;
import org.sterna.persistence.destination.DestinationEvent.GrantsReserved;
import org.sterna.persistence.destination.DestinationEvent.Spent;
import org.sterna.persistence.journal.SnapshotCodec;

/** The written forms of a destination's events and of its snapshots, which are small and have no pages. */
public final class DestinationCodec implements SnapshotCodec<Destination> {
    private static final int FORMAT = 1;

    public static final EventCodec<DestinationEvent> EVENTS = EventCodec.<DestinationEvent>builder()
            .event(GrantsReserved.class, "grants-reserved", 1,
                    (event, out) -> spent(out.time(event.at()), event.before()).time(event.until()).number(event.length().toMillis()).number(event.connects())
                            .number(event.messages()),
                    in -> new GrantsReserved(in.time(), spent(in), in.time(), duration(in), in.count(), in.count()))
            .event(GrantsEnded.class, "grants-ended", 1, (event, out) -> spent(out.time(event.at()), event.last()),
                    in -> new GrantsEnded(in.time(), spent(in)))
            .event(DestinationDown.class, "destination-down", 1, (event, out) -> down(out, event), DestinationCodec::down)
            .event(DestinationUp.class, "destination-up", 1, (event, out) -> out.time(event.at()), in -> new DestinationUp(in.time()))
            .event(DestinationFrozen.class, "destination-frozen", 1, (event, out) -> out.text(event.reason()).time(event.at()),
                    in -> new DestinationFrozen(in.text(), in.time()))
            .event(DestinationThawed.class, "destination-thawed", 1, (event, out) -> out.time(event.at()), in -> new DestinationThawed(in.time()))
            .build();

    private static Duration duration(FieldReader in) {
        return Duration.ofMillis(in.number());
    }

    private static FieldWriter spent(FieldWriter out, Spent spent) {
        return out.number(spent.connects()).number(spent.messages());
    }

    private static Spent spent(FieldReader in) {
        return new Spent(in.count(), in.count());
    }

    private static void down(FieldWriter out, DestinationDown down) {
        out.text(down.reason()).time(down.since()).number(down.pause().toMillis()).time(down.probeAt());
    }

    private static DestinationDown down(FieldReader in) {
        return new DestinationDown(in.text(), in.time(), duration(in), in.time());
    }

    @Override
    public byte[] manifest(Destination state) {
        return new FieldWriter().octet(FORMAT).optional(state.frozen(), (out, frozen) -> out.text(frozen.reason()).time(frozen.since()))
                .optional(state.down(), DestinationCodec::down).number(state.length().toMillis())
                .list(state.reserves(), (out, reserve) -> out.time(reserve.until()).number(reserve.connects()).number(reserve.messages())).toOctets();
    }

    @Override
    public List<PageKey> pages(Destination state) {
        return List.of();
    }

    @Override
    public byte[] page(Destination state, PageKey key) {
        throw new IllegalArgumentException("a destination has no pages: " + key);
    }

    @Override
    public Destination read(byte[] manifest, Map<PageKey, byte[]> pages) {
        FieldReader in = new FieldReader(manifest);
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("destination snapshot format " + format + " is not known to this version of Sterna");
        }
        return new Destination(in.optional(frozen -> new Condition.Frozen(frozen.text(), frozen.time())), in.optional(DestinationCodec::down),
                duration(in), in.list(reserve -> new Destination.Reserve(reserve.time(), reserve.count(), reserve.count())));
    }
}
