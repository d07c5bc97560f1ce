package org.sterna.persistence.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sterna.persistence.codec.UnreadableRecordException;

/** One of several types, or enum constants, by its written name and what it holds. */
final class NamedCodec<K> implements WireCodec<Object> {
    private record Form(String name, WireCodec<Object> codec) { }

    /** What stands for the name of a value. */
    interface Key<K> {
        K of(Object value);
    }

    private final String what;
    private final Key<K> key;
    private final Map<K, Form> forms = new HashMap<>();
    private final Map<String, WireCodec<Object>> byName = new LinkedHashMap<>();
    private boolean large;

    NamedCodec(String what, Key<K> key) {
        this.what = what;
        this.key = key;
    }

    void add(K each, String name, WireCodec<Object> codec) {
        forms.put(each, new Form(name, codec));
        if (byName.put(name, codec) != null) {
            throw new IllegalArgumentException("two of " + what + " are " + name);
        }
        large |= codec.isLarge();
    }

    @Override
    public boolean isLarge() {
        return large;
    }

    @Override
    public void write(WireWriter out, Object value) {
        Form form = forms.get(key.of(value));
        if (form == null) {
            throw new IllegalArgumentException("no form between nodes for " + value.getClass().getName());
        }
        form.codec().write(out.text(form.name()), value);
    }

    @Override
    public Object read(WireReader in) {
        String name = in.text();
        WireCodec<Object> codec = byName.get(name);
        if (codec == null) {
            throw new UnreadableRecordException(what + " " + name + " is not known to this version of Sterna");
        }
        return codec.read(in);
    }
}
