package org.sterna.platform.reception;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sterna.persistence.queue.QueueEvent.OctetRange;

/**
 * What keeps the fields that we put in front apart from those that came. A message that begins with white space would continue our
 * last field with words of its own, so an empty line goes between; and fields that only we may write are taken out. The rest stays as it came.
 *
 * @param before  octets to be put behind our fields, in front of the content
 * @param removed ranges of the content that are left out, what is mended included; in order, not touching each other
 * @param isClosed whether an empty line of ours stands before the content, so that all of it is body
 */
record HeaderBorder(byte[] before, List<OctetRange> removed, boolean isClosed) {
    private static final byte[] NOTHING = {};
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /**
     * @param head    the first octets of the content
     * @param forged  ranges of fields that only we may write
     * @param mending whose prefix ends with an empty line of its own if it needs one
     */
    static HeaderBorder of(byte[] head, List<OctetRange> forged, SubmittedMessage.Mending mending) {
        boolean closed = endsWithEmptyLine(mending.prefix());
        boolean continues = !closed && head.length > 0 && isWhite(head[0]);
        if (closed || continues || forged.isEmpty()) {
            return new HeaderBorder(continues ? EMPTY_LINE : NOTHING, mending.removed(), closed || continues);
        }
        return new HeaderBorder(NOTHING, merged(mending.removed(), forged), false);
    }

    private static boolean endsWithEmptyLine(byte[] fields) {
        String text = new String(fields, StandardCharsets.ISO_8859_1);
        return text.equals("\r\n") || text.endsWith("\r\n\r\n");
    }

    private static boolean isWhite(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static List<OctetRange> merged(List<OctetRange> mended, List<OctetRange> forged) {
        List<OctetRange> all = new ArrayList<>(mended);
        all.addAll(forged);
        all.sort(Comparator.comparingLong(OctetRange::start));
        List<OctetRange> merged = new ArrayList<>();
        for (OctetRange range : all) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).end() >= range.start()) {
                merged.set(last, new OctetRange(merged.get(last).start(), Math.max(merged.get(last).end(), range.end())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }
}
