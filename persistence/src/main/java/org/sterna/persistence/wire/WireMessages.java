package org.sterna.persistence.wire;

import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sterna.persistence.codec.UnreadableRecordException;

/** The messages that may go from one node to another, by their written names. Nothing else is written or read. */
public final class WireMessages {
    private record Form(String name, WireCodec<Object> codec) { }

    private final WireCodecs codecs;
    private final Set<Class<?>> local = new HashSet<>();
    private final Map<Class<?>, Form> forms = new LinkedHashMap<>();
    private final Map<String, WireCodec<Object>> byName = new HashMap<>();

    public WireMessages(WireCodecs codecs) {
        this.codecs = codecs;
    }

    /** These are only sent to actors of the same node; said before their family is. */
    public WireMessages local(Set<Class<?>> types) {
        local.addAll(types);
        return this;
    }

    /** All public types of a sealed one; the others are what an actor tells itself. */
    public WireMessages family(String name, Class<?> type) {
        for (Class<?> each : WireCodecs.leaves(type)) {
            if (!local.contains(each) && Modifier.isPublic(each.getModifiers())) {
                message(name + ":" + WrittenName.of(each), each);
            }
        }
        return this;
    }

    public WireMessages message(String name, Class<?> type) {
        WireCodec<Object> codec = codecs.of(type);
        if (byName.put(name, codec) != null || forms.put(type, new Form(name, codec)) != null) {
            throw new IllegalArgumentException(name + " is defined twice");
        }
        return this;
    }

    public Set<Class<?>> types() {
        return Collections.unmodifiableSet(forms.keySet());
    }

    private Form form(Object message) {
        Class<?> type = message instanceof Enum<?> constant ? constant.getDeclaringClass() : message.getClass();
        Form form = forms.get(type);
        if (form == null) {
            throw new IllegalArgumentException(type.getName() + " does not leave its node");
        }
        return form;
    }

    /** @throws IllegalArgumentException if it is none of these messages */
    public String name(Object message) {
        return form(message).name();
    }

    public void write(WireWriter out, Object message) {
        form(message).codec().write(out, message);
    }

    /**
     * Reads a message from the buffer's position to its limit.
     *
     * @throws UnreadableRecordException if the name is not known, or the octets are no message of that name
     */
    public Object read(String name, ByteBuffer octets) {
        WireCodec<Object> codec = byName.get(name);
        if (codec == null) {
            throw new UnreadableRecordException("message " + name + " is not known to this version of Sterna");
        }
        WireReader in = new WireReader(octets);
        Object message = codec.read(in);
        if (!in.atEnd()) {
            throw new UnreadableRecordException("message " + name + " goes on behind its end");
        }
        return message;
    }
}
