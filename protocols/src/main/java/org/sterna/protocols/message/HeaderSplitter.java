package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes the fields out of a header section of any size that passes by in portions. Of a field of more than
 * {@value #MAX_FIELD} octets the pieces come one after the other, each as a field of that name.
 *
 * <p>For one thread and one header section.
 */
public final class HeaderSplitter {
    private static final int MAX_FIELD = 32 * 1024;

    private final ByteArrayOutputStream field = new ByteArrayOutputStream(256);
    private final Consumer<HeaderField> fields;
    private String name = "";
    private long lineOctets;
    private boolean startsWithCr;
    private boolean ended;

    /** @param fields told of each field as soon as it is complete */
    public HeaderSplitter(Consumer<HeaderField> fields) {
        this.fields = fields;
    }

    /** Takes the next octets; they are not kept. What follows the empty line is ignored. */
    public void feed(byte[] octets, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end && !ended) {
            if (lineOctets == 0 && octets[at] != ' ' && octets[at] != '\t') {
                emit();
                name = "";
            }
            int stop = at;
            while (stop < end && octets[stop] != '\n' && field.size() + stop - at < MAX_FIELD) {
                stop++;
            }
            boolean lineEnd = stop < end && octets[stop] == '\n';
            field.write(octets, at, stop - at);
            startsWithCr = lineOctets == 0 ? stop > at && octets[at] == '\r' : startsWithCr;
            lineOctets += stop - at;
            at = stop;
            if (lineEnd) {
                field.write('\n');
                at++;
                ended = lineOctets == 0 || lineOctets == 1 && startsWithCr;
                lineOctets = 0;
            }
            if (field.size() >= MAX_FIELD) {
                emit();
            }
        }
    }

    /** Ends the header section. Call it once. */
    public void finish() {
        emit();
    }

    private void emit() {
        if (field.size() == 0) {
            return;
        }
        String raw = field.toString(StandardCharsets.ISO_8859_1);
        field.reset();
        HeaderFields parsed = HeaderFields.parse(name.isEmpty() ? raw : name + ":" + raw);
        for (HeaderField each : parsed) {
            name = each.name();
            fields.accept(each);
        }
    }
}
