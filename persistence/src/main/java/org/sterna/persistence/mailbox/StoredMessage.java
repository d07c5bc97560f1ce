package org.sterna.persistence.mailbox;

import java.util.List;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * What a message's row says beside the octets: what we put in front, what we take out, and the summary that answers most
 * FETCH and SEARCH items. Written in the same mutation as the event (docs/adr/0003).
 *
 * @param prefix  Return-Path and trace header fields; not changed by anybody
 * @param removed octets no reader gets, by offset in the octets as received; sorted, apart from each other
 * @param summary as the message package writes it; its offsets are those of the content a reader gets
 * @param emailId RFC 8474 section 5.1
 */
public record StoredMessage(byte[] prefix, List<Range> removed, OctetsPlace octets, String emailId, String threadId, byte[] summary) {
    private static final int FORMAT = 1;

    /** From start, included, to end, excluded. */
    public record Range(long start, long end) { }

    /** What a client reads: RFC822.SIZE. */
    public long size() {
        return prefix.length + octets.size() - removed.stream().mapToLong(range -> range.end() - range.start()).sum();
    }

    public byte[] toOctets() {
        FieldWriter out = new FieldWriter(prefix.length + summary.length + 128).octet(FORMAT).octets(prefix)
                .list(removed, (each, range) -> each.number(range.start()).number(range.end()));
        MailboxCodec.place(out, octets);
        return out.text(emailId).text(threadId).octets(summary).toOctets();
    }

    public static StoredMessage read(FieldReader in) {
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("message row format " + format + " is not known to this version of Sterna");
        }
        return new StoredMessage(in.octets(), in.list(each -> new Range(each.number(), each.number())), MailboxCodec.place(in),
                in.text(), in.text(), in.octets());
    }
}
