package org.sterna.persistence.wire;

import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.sterna.persistence.codec.UnreadableRecordException;

/** A codec of two functions. */
final class SimpleCodec<T> implements WireCodec<T> {
    private final BiConsumer<WireWriter, T> writer;
    private final Function<WireReader, T> reader;
    private final Optional<T> missing;
    private final boolean large;

    private SimpleCodec(BiConsumer<WireWriter, T> writer, Function<WireReader, T> reader, Optional<T> missing, boolean large) {
        this.writer = writer;
        this.reader = reader;
        this.missing = missing;
        this.large = large;
    }

    static <T> SimpleCodec<T> of(BiConsumer<WireWriter, T> writer, Function<WireReader, T> reader) {
        return new SimpleCodec<>(writer, reader, Optional.empty(), false);
    }

    SimpleCodec<T> orElse(T value) {
        return new SimpleCodec<>(writer, reader, Optional.of(value), large);
    }

    SimpleCodec<T> large() {
        return new SimpleCodec<>(writer, reader, missing, true);
    }

    @Override
    public void write(WireWriter out, T value) {
        writer.accept(out, value);
    }

    @Override
    public T read(WireReader in) {
        try {
            return reader.apply(in);
        } catch (IllegalArgumentException | ArithmeticException | NoSuchElementException | DateTimeException e) {
            throw new UnreadableRecordException("a field holds a value that cannot be", e);
        }
    }

    @Override
    public T missing() {
        return missing.orElseGet(WireCodec.super::missing);
    }

    @Override
    public boolean isLarge() {
        return large;
    }
}
