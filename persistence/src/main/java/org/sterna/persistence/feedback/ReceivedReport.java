package org.sterna.persistence.feedback;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One report about one of our domains, summed up.
 *
 * @param domain   ours, in A-labels
 * @param day      in UTC, on which its time began
 * @param reporter who reports
 * @param id       of the reporter's choice: the same one again is the same report
 * @param counts   at most {@value #MOST_COUNTS}
 */
public record ReceivedReport(String domain, Kind kind, LocalDate day, String reporter, String id, Map<Line, Long> counts) {
    /** What is beyond is told together. */
    public static final int MOST_COUNTS = 1_000;
    private static final int MOST_TEXT = 255;

    /** What is reported. */
    public enum Kind {
        /** How mail that says to be from us was authenticated: messages (RFC 7489). */
        DMARC,
        /** How TLS with our hosts went: sessions (RFC 8460). */
        TLS
    }

    /**
     * What is counted together.
     *
     * @param who  the address the messages came from, or our host; may be empty
     * @param what what became of them
     */
    public record Line(String who, String what) {
        public Line {
            who = cut(who);
            what = cut(what);
        }
    }

    public ReceivedReport {
        reporter = cut(reporter);
        id = cut(id);
        counts = Map.copyOf(counts);
    }

    /** With lines that may be more than are kept, and equal ones: the first are kept, all others are one line. */
    public static ReceivedReport of(String domain, Kind kind, LocalDate day, String reporter, String id, List<Map.Entry<Line, Long>> lines) {
        Map<Line, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<Line, Long> line : lines) {
            boolean room = counts.size() < MOST_COUNTS - 1 || counts.containsKey(line.getKey());
            counts.merge(room ? line.getKey() : new Line("", "others"), line.getValue(), Long::sum);
        }
        return new ReceivedReport(domain, kind, day, reporter, id, counts);
    }

    private static String cut(String text) {
        String one = text.replaceAll("[\\p{Cntrl}]", "?");
        return one.length() <= MOST_TEXT ? one : one.substring(0, MOST_TEXT);
    }
}
