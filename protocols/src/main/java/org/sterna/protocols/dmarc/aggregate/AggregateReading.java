package org.sterna.protocols.dmarc.aggregate;

/** What came of reading a report. */
public sealed interface AggregateReading {

    /** It can be understood. */
    record Read(AggregateReport report) implements AggregateReading { }

    /**
     * It cannot.
     *
     * @param why for logs; nothing of the report is quoted
     */
    record Unreadable(String why) implements AggregateReading { }
}
