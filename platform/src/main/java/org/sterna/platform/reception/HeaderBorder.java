package org.sterna.platform.reception;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.protocols.message.HeaderFields;

/**
 * What keeps the fields that we put in front apart from those that came. A message that begins with white space would continue our
 * last field with words of its own, so an empty line goes between; and fields that only we may write are taken out, as far as the octets that are
 * looked at go ({@link IncomingContent#HEAD}). The rest stays as it came.
 *
 * @param before  octets to be put behind our fields, in front of the content
 * @param removed ranges of the content that are left out, what is mended included; in order, not touching each other
 */
record HeaderBorder(byte[] before, List<OctetRange> removed) {
    /** For filters of the mailbox's owner, who relies on it. */
    static final String POLICY_FIELD = "X-Sterna-Policy";
    private static final byte[] NOTHING = {};
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /**
     * @param head    the first octets of the content
     * @param fields  in it
     * @param mending whose prefix ends with an empty line of its own if it needs one
     */
    static HeaderBorder of(byte[] head, HeaderFields fields, SubmittedMessage.Mending mending) {
        boolean closed = endsWithEmptyLine(mending.prefix());
        boolean continues = !closed && head.length > 0 && isWhite(head[0]);
        if (closed || continues || fields.first(POLICY_FIELD).isEmpty()) {
            return new HeaderBorder(continues ? EMPTY_LINE : NOTHING, mending.removed());
        }
        return new HeaderBorder(NOTHING, merged(mending.removed(), forged(new String(head, StandardCharsets.ISO_8859_1))));
    }

    private static boolean endsWithEmptyLine(byte[] fields) {
        String text = new String(fields, StandardCharsets.ISO_8859_1);
        return text.equals("\r\n") || text.endsWith("\r\n\r\n");
    }

    private static List<OctetRange> forged(String head) {
        List<OctetRange> found = new ArrayList<>();
        int at = 0;
        while (at < head.length() && head.charAt(at) != '\n' && !head.startsWith("\r\n", at)) {
            int end = lineEnd(head, at);
            while (end < head.length() && isWhite((byte) head.charAt(end))) {
                end = lineEnd(head, end);
            }
            if (head.regionMatches(true, at, POLICY_FIELD, 0, POLICY_FIELD.length())
                    && head.substring(at + POLICY_FIELD.length(), end).stripLeading().startsWith(":")) {
                found.add(new OctetRange(at, end));
            }
            at = end;
        }
        return found;
    }

    private static int lineEnd(String head, int from) {
        int lf = head.indexOf('\n', from);
        return lf < 0 ? head.length() : lf + 1;
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
