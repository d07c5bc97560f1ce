package org.sterna.platform.delivery;

import java.time.Duration;

/**
 * What reports hold, and when a delay is told.
 *
 * @param delayNotice      how long a message waits before its sender is told (RFC 3461 section 5.2.5), once
 * @param maxReturnedOctets up to what size a message is returned as a whole where RET=FULL asks for it; of a larger one the header section is
 */
public record ReportRules(Duration delayNotice, int maxReturnedOctets) {
    /** Four hours, 1 MiB. */
    public static final ReportRules DEFAULT = new ReportRules(Duration.ofHours(4), 1024 * 1024);
}
