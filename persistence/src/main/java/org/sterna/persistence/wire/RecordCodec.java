package org.sterna.persistence.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.sterna.persistence.codec.UnreadableRecordException;

/** A record: its length, and its components in their order. */
final class RecordCodec implements WireCodec<Object> {
    private final Class<?> type;
    private final MethodHandle constructor;
    private final MethodHandle[] accessors;
    private final List<WireCodec<Object>> components = new ArrayList<>();
    private boolean large;

    RecordCodec(Class<?> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        accessors = new MethodHandle[declared.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            Class<?>[] types = Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types)).asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            for (int i = 0; i < declared.length; i++) {
                accessors[i] = lookup.unreflect(declared[i].getAccessor()).asType(MethodType.methodType(Object.class, Object.class));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the components of " + type.getName() + " cannot be reached", e);
        }
    }

    /** Finds the codecs of the components, which may hold this record again. */
    void link(Function<Type, WireCodec<Object>> codecs) {
        for (RecordComponent each : type.getRecordComponents()) {
            WireCodec<Object> codec = codecs.apply(each.getGenericType());
            components.add(codec);
            large |= codec.isLarge();
        }
    }

    @Override
    public boolean isLarge() {
        return large;
    }

    @Override
    public void write(WireWriter out, Object value) {
        int start = out.begin(large);
        for (int i = 0; i < accessors.length; i++) {
            components.get(i).write(out, component(i, value));
        }
        out.end(start, large);
    }

    private Object component(int i, Object value) {
        try {
            return (Object) accessors[i].invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalArgumentException(type.getName() + " cannot be read", e);
        }
    }

    @Override
    public Object read(WireReader in) {
        int before = in.begin();
        Object[] values = new Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.atEnd() ? components.get(i).missing() : components.get(i).read(in);
        }
        in.end(before);
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(WrittenName.of(type) + " holds a value that cannot be", e);
        } catch (Throwable e) {
            throw new AssertionError(type.getName() + " cannot be made", e);
        }
    }
}
