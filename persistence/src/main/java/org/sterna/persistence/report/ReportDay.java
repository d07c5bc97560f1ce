package org.sterna.persistence.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One kind of report of one day, as it is counted by all nodes.
 *
 * @param day since 1970, of UTC
 */
public record ReportDay(ReportKind kind, long day) {
    public static ReportDay of(ReportKind kind, Instant at) {
        return new ReportDay(kind, LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay());
    }

    /** Its first moment. */
    public Instant begin() {
        return LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Its last second. */
    public Instant end() {
        return LocalDate.ofEpochDay(day + 1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
    }
}
