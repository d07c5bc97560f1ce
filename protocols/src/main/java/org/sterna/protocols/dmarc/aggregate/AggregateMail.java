package org.sterna.protocols.dmarc.aggregate;

import java.util.Map;
import org.sterna.protocols.feedback.ReportMail;

/** The message that carries an aggregate report (RFC 7489 section 7.2.1.1). */
public final class AggregateMail {
    private AggregateMail() {}

    /**
     * Puts a report into a message.
     *
     * @param submitter the domain that reports; A-labels
     * @param gzip      the report, as {@link AggregateWriter#gzip} writes it
     */
    public static ReportMail of(AggregateReport report, byte[] gzip, String submitter, ReportMail.Envelope envelope) {
        String domain = report.policy().domain();
        String text = "This is an aggregate report of DMARC (RFC 7489) about mail that\r\nsays to be from " + domain + ",\r\nseen at " + submitter + "\r\n"
                + "from " + report.metadata().begin() + " to " + report.metadata().end() + ".\r\n";
        return new ReportMail(envelope, new ReportMail.Subject(domain, submitter, report.metadata().reportId()), Map.of(), "multipart/mixed", text,
                new ReportMail.Attachment("application/gzip", fileName(report, submitter), gzip));
    }

    /** {@code receiver!policy-domain!begin!end!unique-id.xml.gz}. */
    static String fileName(AggregateReport report, String submitter) {
        AggregateReport.Metadata metadata = report.metadata();
        String unique = metadata.reportId().split("@", 2)[0].replaceAll("[^A-Za-z0-9]", "");
        return submitter + "!" + report.policy().domain() + "!" + metadata.begin().getEpochSecond() + "!" + metadata.end().getEpochSecond()
                + (unique.isEmpty() ? "" : "!" + unique) + ".xml.gz";
    }
}
