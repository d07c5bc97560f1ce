package org.sterna.persistence.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * Codecs by type: records and sealed interfaces of records, enums, the usual values and collections, and whatever was given a codec of its own. Others are
 * refused when the codec is made, not when a message is sent. Codecs are made by one thread and may be used by many.
 */
public final class WireCodecs {
    private final Map<Type, WireCodec<?>> codecs = new HashMap<>();

    public WireCodecs() {
        form(boolean.class, Boolean.class, SimpleCodec.of((out, value) -> out.octet(value ? 1 : 0), WireCodecs::flag).orElse(false));
        form(int.class, Integer.class, SimpleCodec.<Integer>of(WireWriter::signed, in -> Math.toIntExact(in.signed())).orElse(0));
        form(long.class, Long.class, SimpleCodec.<Long>of(WireWriter::signed, WireReader::signed).orElse(0L));
        form(double.class, Double.class, SimpleCodec.<Double>of((out, value) -> out.number(Double.doubleToRawLongBits(value)),
                in -> Double.longBitsToDouble(in.number())).orElse(0.0));
        form(String.class, SimpleCodec.of(WireWriter::text, WireReader::text));
        form(byte[].class, SimpleCodec.<byte[]>of(WireWriter::octets, WireReader::octets).large());
        form(Instant.class, SimpleCodec.of((out, value) -> out.signed(value.getEpochSecond()).number(value.getNano()),
                in -> Instant.ofEpochSecond(in.signed(), nanos(in))));
        form(Duration.class, SimpleCodec.of((out, value) -> out.signed(value.getSeconds()).number(value.getNano()),
                in -> Duration.ofSeconds(in.signed(), nanos(in))));
        form(OptionalInt.class, SimpleCodec.<OptionalInt>of((out, value) -> {
            out.octet(value.isPresent() ? 1 : 0);
            value.ifPresent(out::signed);
        }, in -> flag(in) ? OptionalInt.of(Math.toIntExact(in.signed())) : OptionalInt.empty()).orElse(OptionalInt.empty()));
        form(OptionalLong.class, SimpleCodec.<OptionalLong>of((out, value) -> {
            out.octet(value.isPresent() ? 1 : 0);
            value.ifPresent(out::signed);
        }, in -> flag(in) ? OptionalLong.of(in.signed()) : OptionalLong.empty()).orElse(OptionalLong.empty()));
    }

    private static boolean flag(WireReader in) {
        int octet = in.octet();
        if (octet > 1) {
            throw new UnreadableRecordException("a flag is " + octet);
        }
        return octet == 1;
    }

    private static int nanos(WireReader in) {
        long nanos = in.number();
        if (nanos < 0 || nanos > 999_999_999) {
            throw new UnreadableRecordException(nanos + " nanoseconds in a second");
        }
        return (int) nanos;
    }

    private <T> void form(Class<T> primitive, Class<T> box, WireCodec<T> codec) {
        codecs.put(primitive, codec);
        codecs.put(box, codec);
    }

    /** Gives a class a form of its own, whatever its type arguments. */
    public <T> WireCodecs form(Class<T> type, WireCodec<? extends T> codec) {
        codecs.put(type, codec);
        return this;
    }

    /** Gives a class a form of two functions; the reader may throw what says that an argument cannot be. */
    public <T> WireCodecs form(Class<T> type, BiConsumer<WireWriter, T> writer, Function<WireReader, ? extends T> reader) {
        return form(type, SimpleCodec.of(writer, reader::apply));
    }

    /**
     * The codec of a type.
     *
     * @throws IllegalArgumentException if it is, or holds, something that cannot travel
     */
    @SuppressWarnings("unchecked")
    public WireCodec<Object> of(Type type) {
        WireCodec<?> known = codecs.get(type);
        if (known == null) {
            known = type instanceof ParameterizedType generic ? ofGeneric(generic) : derived(type);
            codecs.put(type, known);
        }
        return (WireCodec<Object>) known;
    }

    private WireCodec<?> derived(Type type) {
        if (type instanceof Class<?> each && each.isRecord() && each.getTypeParameters().length == 0) {
            RecordCodec codec = new RecordCodec(each);
            codecs.put(type, codec);
            codec.link(this::of);
            return codec;
        } else if (type instanceof Class<?> each && each.isEnum()) {
            NamedCodec<Object> codec = new NamedCodec<>(WrittenName.of(each), value -> value);
            for (Object constant : each.getEnumConstants()) {
                codec.add(constant, WrittenName.of((Enum<?>) constant), constant(constant));
            }
            return codec;
        } else if (type instanceof Class<?> each && each.isSealed()) {
            NamedCodec<Class<?>> codec = new NamedCodec<>(WrittenName.of(each), Object::getClass);
            codecs.put(type, codec);
            leaves(each).forEach(leaf -> codec.add(leaf, WrittenName.of(leaf), of(leaf)));
            return codec;
        }
        throw new IllegalArgumentException(type.getTypeName() + " cannot travel between nodes");
    }

    private static WireCodec<Object> constant(Object value) {
        return SimpleCodec.of((out, same) -> { }, in -> value);
    }

    /** The types that a value of a sealed one may be of, in the order of their declaration. */
    static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(each -> leaves(each).stream()).toList() : List.of(type);
    }

    private WireCodec<?> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        if (codecs.containsKey(raw)) {
            return codecs.get(raw);
        }
        List<WireCodec<Object>> of = Arrays.stream(type.getActualTypeArguments()).map(this::of).toList();
        if (raw == Optional.class) {
            return SimpleCodec.<Optional<Object>>of((out, value) -> {
                out.octet(value.isPresent() ? 1 : 0);
                value.ifPresent(present -> of.get(0).write(out, present));
            }, in -> flag(in) ? Optional.of(of.get(0).read(in)) : Optional.empty()).orElse(Optional.empty());
        } else if (raw == List.class) {
            return collection(of.get(0), ArrayList::new, List::copyOf);
        } else if (raw == Set.class) {
            return collection(of.get(0), LinkedHashSet::new, Collections::unmodifiableSet);
        } else if (raw == SortedSet.class || raw == NavigableSet.class) {
            return collection(of.get(0), TreeSet::new, Collections::unmodifiableNavigableSet);
        } else if (raw == Map.class) {
            return map(of.get(0), of.get(1), LinkedHashMap::new, Collections::unmodifiableMap);
        } else if (raw == SortedMap.class || raw == NavigableMap.class) {
            return map(of.get(0), of.get(1), TreeMap::new, Collections::unmodifiableNavigableMap);
        }
        throw new IllegalArgumentException(type.getTypeName() + " cannot travel between nodes");
    }

    private static <C extends Collection<Object>, R extends Collection<Object>> WireCodec<R> collection(WireCodec<Object> each, Supplier<C> empty,
            Function<C, R> closed) {
        SimpleCodec<R> codec = SimpleCodec.<R>of((out, values) -> {
            out.number(values.size());
            values.forEach(value -> each.write(out, value));
        }, in -> {
            C values = empty.get();
            for (int left = in.count(); left > 0; left--) {
                values.add(each.read(in));
            }
            return closed.apply(values);
        }).orElse(closed.apply(empty.get()));
        return codec.large();
    }

    private static <M extends Map<Object, Object>, R extends Map<Object, Object>> WireCodec<R> map(WireCodec<Object> key, WireCodec<Object> value,
            Supplier<M> empty, Function<M, R> closed) {
        SimpleCodec<R> codec = SimpleCodec.<R>of((out, values) -> {
            out.number(values.size());
            values.forEach((each, its) -> {
                key.write(out, each);
                value.write(out, its);
            });
        }, in -> {
            M values = empty.get();
            for (int left = in.count(); left > 0; left--) {
                values.put(key.read(in), value.read(in));
            }
            return closed.apply(values);
        }).orElse(closed.apply(empty.get()));
        return codec.large();
    }
}
