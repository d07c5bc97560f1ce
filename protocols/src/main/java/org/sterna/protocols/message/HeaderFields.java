package org.sterna.protocols.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of a header section in their order. Lines that are no field and continue none (an mbox "From " line, garbage)
 * are passed over.
 *
 * @param fields immutable
 */
public record HeaderFields(List<HeaderField> fields) implements Iterable<HeaderField> {
    public static final HeaderFields NONE = new HeaderFields(List.of());

    public HeaderFields {
        fields = List.copyOf(fields);
    }

    /**
     * Reads a header section, with or without the empty line that ends it. What follows an empty line is ignored.
     *
     * @param section read, not kept
     */
    public static HeaderFields parse(byte[] section) {
        return parse(section, 0, section.length);
    }

    /** As {@link #parse(byte[])}, of {@code length} octets from {@code offset}. */
    public static HeaderFields parse(byte[] section, int offset, int length) {
        return parse(new String(section, offset, length, StandardCharsets.ISO_8859_1));
    }

    /** As {@link #parse(byte[])}, of an octet string. */
    public static HeaderFields parse(String section) {
        List<HeaderField> fields = new ArrayList<>();
        int at = 0;
        while (at < section.length() && !isLineEnd(section, at)) {
            int end = lineEnd(section, at);
            while (end < section.length() && (section.charAt(end) == ' ' || section.charAt(end) == '\t')) {
                end = lineEnd(section, end);
            }
            int name = nameLength(section, at, end);
            if (name > 0) {
                fields.add(new HeaderField(section.substring(at, at + name), section.substring(at, end)));
            }
            at = end;
        }
        return new HeaderFields(fields);
    }

    /** The length of a field name at {@code from} that a colon follows before {@code end}; 0 if there is none. */
    private static int nameLength(String section, int from, int end) {
        int i = from;
        while (i < end && section.charAt(i) > ' ' && section.charAt(i) != ':' && section.charAt(i) != 127) {
            i++;
        }
        int length = i - from;
        while (i < end && (section.charAt(i) == ' ' || section.charAt(i) == '\t')) {    // RFC 5322 section 4.5
            i++;
        }
        return i < end && section.charAt(i) == ':' ? length : 0;
    }

    private static int lineEnd(String section, int from) {
        int lf = section.indexOf('\n', from);
        return lf < 0 ? section.length() : lf + 1;
    }

    private static boolean isLineEnd(String section, int at) {
        return section.charAt(at) == '\n' || section.startsWith("\r\n", at);
    }

    public Optional<HeaderField> first(String name) {
        return fields.stream().filter(field -> field.isNamed(name)).findFirst();
    }

    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.isNamed(name)).toList();
    }

    /** The fields whose name is wanted, in their order. */
    public HeaderFields select(Predicate<String> wantedName) {
        return new HeaderFields(fields.stream().filter(field -> wantedName.test(field.name())).toList());
    }

    /** Octet string of all fields, each ended by a line end; without the empty line. */
    public String raw() {
        StringBuilder raw = new StringBuilder();
        for (HeaderField field : fields) {
            raw.append(field.raw());
            if (!field.raw().endsWith("\n")) {
                raw.append("\r\n");
            }
        }
        return raw.toString();
    }

    /** The Message-ID with its angle brackets, if there is one (RFC 5322 section 3.6.4). */
    public Optional<String> messageId() {
        return first("Message-ID").flatMap(field -> MessageIds.in(field.body()).stream().findFirst());
    }

    /** The ids in References, then those of In-Reply-To that are not among them; oldest first, each once. */
    public List<String> references() {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("References", "In-Reply-To")) {
            for (HeaderField field : all(name)) {
                MessageIds.in(field.body()).stream().filter(id -> !ids.contains(id)).forEach(ids::add);
            }
        }
        return ids;
    }

    @Override
    public Iterator<HeaderField> iterator() {
        return fields.iterator();
    }
}
