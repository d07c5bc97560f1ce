package org.sterna.protocols.dsn;

import java.time.ZonedDateTime;

/**
 * What makes one report different from all others.
 *
 * @param hostName the host that reports
 * @param messageId with its angle brackets
 * @param boundary 1 to 70 letters, digits and hyphens that occur nowhere in the report (RFC 2046 section 5.1.1)
 * @param date when the report is written
 */
public record ReportOrigin(String hostName, String messageId, String boundary, ZonedDateTime date) {
    /** @throws IllegalArgumentException when the boundary has another form */
    public ReportOrigin {
        if (!boundary.matches("[A-Za-z0-9-]{1,70}")) {
            throw new IllegalArgumentException("not a boundary: " + boundary);
        }
    }
}
