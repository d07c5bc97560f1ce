package org.sterna.persistence.codec;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The written forms of one family of events. Each event has a written name that never changes and a version that grows
 * when its fields change; every version ever written stays readable.
 *
 * <p>A record is: format octet (1), name, version, fields.
 */
public final class EventCodec<E> {
    private static final int FORMAT = 1;

    private record Form<E>(String name, int version, BiConsumer<E, FieldWriter> writer) { }

    private final Map<Class<?>, Form<E>> writers;
    private final Map<String, Map<Integer, Function<FieldReader, ? extends E>>> readers;

    private EventCodec(Builder<E> builder) {
        writers = Map.copyOf(builder.writers);
        readers = new LinkedHashMap<>(builder.readers);
    }

    public ByteBuffer write(E event) {
        Form<E> form = form(event);
        FieldWriter out = new FieldWriter(256).octet(FORMAT).text(form.name()).number(form.version());
        form.writer().accept(event, out);
        return out.toBuffer();
    }

    private Form<E> form(E event) {
        Form<E> form = writers.get(event.getClass());
        if (form == null) {
            throw new IllegalArgumentException("no written form for " + event.getClass().getName());
        }
        return form;
    }

    /**
     * Reads a record, all of it.
     *
     * @throws UnreadableRecordException if it is damaged, or of a name or version that this Sterna does not know
     */
    public E read(ByteBuffer octets) {
        FieldReader in = new FieldReader(octets);
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("record format " + format + " is not known to this version of Sterna");
        }
        String name = in.text();
        int version = in.count();
        Function<FieldReader, ? extends E> reader = readers.getOrDefault(name, Map.of()).get(version);
        if (reader == null) {
            throw new UnreadableRecordException("event " + name + " version " + version + " is not known to this version of Sterna");
        }
        E event;
        try {
            event = reader.apply(in);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new UnreadableRecordException("event " + name + " version " + version + " holds a value that cannot be", e);
        }
        if (!in.atEnd()) {
            throw new UnreadableRecordException("event " + name + " version " + version + " goes on behind its last field");
        }
        return event;
    }

    /** The written name of an event. */
    public String name(E event) {
        return form(event).name();
    }

    /** The written names, in the order of their definition. */
    public Set<String> names() {
        return readers.keySet();
    }

    public static <E> Builder<E> builder() {
        return new Builder<>();
    }

    /** Collects the forms; the last version given for an event class is the one that is written. */
    public static final class Builder<E> {
        private final Map<Class<?>, Form<E>> writers = new HashMap<>();
        private final Map<String, Map<Integer, Function<FieldReader, ? extends E>>> readers = new LinkedHashMap<>();

        public <T extends E> Builder<E> event(Class<T> type, String name, int version,
                BiConsumer<T, FieldWriter> writer, Function<FieldReader, T> reader) {
            writers.put(type, new Form<>(name, version, (event, out) -> writer.accept(type.cast(event), out)));
            if (readers.computeIfAbsent(name, unused -> new HashMap<>()).put(version, reader) != null) {
                throw new IllegalArgumentException(name + " version " + version + " is defined twice");
            }
            return this;
        }

        public EventCodec<E> build() {
            return new EventCodec<>(this);
        }
    }
}
