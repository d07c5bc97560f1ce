package org.sterna.persistence.report;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * What somebody reported about a domain of ours, summed up. Nobody vouches for it: whoever can send mail here can report.
 *
 * @param reporter the name of the organization, as it says
 * @param id       of the report, as it says
 * @param begin    of the time that it is about; its day is the one that it counts for
 * @param sums     at most {@value #MOST_SUMS}
 */
public record ReceivedReport(ReportKind kind, String domain, String reporter, String id, Instant begin, Instant end, List<Sum> sums) {
    public static final int MOST_SUMS = 2000;
    private static final int FORMAT = 1;
    private static final int MAX_TEXT = 255;

    /**
     * Messages or sessions that are alike.
     *
     * @param source  the address that messages came from, or the type of the policy that sessions were under
     * @param result  what was done with the messages, or the result type of sessions that failed; empty for those that did not
     * @param aligned what passed and was aligned: {@code dkim}, {@code spf}, both or neither; of sessions nothing
     * @param count   0 or more
     */
    public record Sum(String source, String result, List<String> aligned, long count) {
        public Sum {
            source = cut(source);
            result = cut(result);
            aligned = List.copyOf(aligned);
        }

        private void write(FieldWriter out) {
            out.text(source).text(result).list(aligned, FieldWriter::text).number(count);
        }

        private static Sum read(FieldReader in) {
            return new Sum(in.text(), in.text(), in.list(FieldReader::text), in.number());
        }
    }

    /** What is too much is left out. */
    public ReceivedReport {
        reporter = cut(reporter);
        id = cut(id);
        sums = sums.stream().limit(MOST_SUMS).toList();
    }

    /** The day that it counts for. */
    public ReportDay day() {
        return ReportDay.of(kind, begin);
    }

    /** What does not stand in the key of its row. */
    public ByteBuffer written() {
        return new FieldWriter().octet(FORMAT).time(begin).time(end).list(sums, (out, sum) -> sum.write(out)).toBuffer();
    }

    /** @throws UnreadableRecordException when the octets are something else */
    public static ReceivedReport read(ReportKind kind, String domain, String reporter, String id, ByteBuffer octets) {
        FieldReader in = new FieldReader(octets);
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("a report of format " + format);
        }
        return new ReceivedReport(kind, domain, reporter, id, in.time(), in.time(), in.list(Sum::read));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
