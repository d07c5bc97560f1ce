package org.sterna.protocols.dmarc.aggregate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.xml.stream.XMLStreamException;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;

/**
 * Writes a report by the schema of RFC 7489 appendix C.
 *
 * <p>Its elements are in no namespace, as in everybody's reports: the schema names one, but then refers to its own types as if it had none.
 */
public final class AggregateWriter {
    private final AggregateReport report;

    private AggregateWriter(AggregateReport report) {
        this.report = report;
    }

    /**
     * The XML, compressed by gzip.
     *
     * @param report with at least one row, or it is no report by the schema
     */
    public static byte[] gzip(AggregateReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            new AggregateWriter(report).write(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);          // never: it is written to memory
        }
        return out.toByteArray();
    }

    private void write(OutputStream out) throws IOException {
        try {
            XmlOutput xml = new XmlOutput(out);
            xml.document("feedback", () -> {
                xml.element("version", "1.0");
                xml.element("report_metadata", () -> metadata(xml));
                xml.element("policy_published", () -> policy(xml));
                for (ReportRow row : report.rows()) {
                    xml.element("record", () -> row(xml, row));
                }
            });
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void metadata(XmlOutput xml) throws XMLStreamException {
        AggregateReport.Metadata metadata = report.metadata();
        xml.element("org_name", metadata.organization());
        xml.element("email", metadata.email());
        if (metadata.contact().isPresent()) {
            xml.element("extra_contact_info", metadata.contact().get());
        }
        xml.element("report_id", metadata.reportId());
        xml.element("date_range", () -> {
            xml.element("begin", Long.toString(metadata.begin().getEpochSecond()));
            xml.element("end", Long.toString(metadata.end().getEpochSecond()));
        });
        for (String error : metadata.errors()) {
            xml.element("error", error);
        }
    }

    private void policy(XmlOutput xml) throws XMLStreamException {
        ReportedPolicy policy = report.policy();
        xml.element("domain", policy.domain());
        xml.element("adkim", policy.dkimMode().letter());
        xml.element("aspf", policy.spfMode().letter());
        xml.element("p", policy.policy().text());
        xml.element("sp", policy.subdomainPolicy().text());
        xml.element("pct", Integer.toString(policy.percent()));
        xml.element("fo", policy.failureOptions());
    }

    private static void row(XmlOutput xml, ReportRow row) throws XMLStreamException {
        RowFacts facts = row.facts();
        xml.element("row", () -> {
            xml.element("source_ip", facts.source());
            xml.element("count", Long.toString(row.count()));
            xml.element("policy_evaluated", () -> evaluated(xml, facts));
        });
        xml.element("identifiers", () -> {
            if (facts.envelopeTo().isPresent()) {
                xml.element("envelope_to", facts.envelopeTo().get());
            }
            xml.element("envelope_from", facts.envelopeFrom());
            xml.element("header_from", facts.headerFrom());
        });
        xml.element("auth_results", () -> results(xml, facts));
    }

    private static void evaluated(XmlOutput xml, RowFacts facts) throws XMLStreamException {
        xml.element("disposition", facts.disposition().text());
        xml.element("dkim", facts.dkimAligned() ? "pass" : "fail");
        xml.element("spf", facts.spfAligned() ? "pass" : "fail");
        for (OverrideReason reason : facts.reasons()) {
            xml.element("reason", () -> {
                xml.element("type", reason.type().text());
                if (!reason.comment().isEmpty()) {
                    xml.element("comment", reason.comment());
                }
            });
        }
    }

    private static void results(XmlOutput xml, RowFacts facts) throws XMLStreamException {
        for (DkimIdentity signature : facts.dkim()) {
            xml.element("dkim", () -> {
                xml.element("domain", signature.domain());
                if (!signature.selector().isEmpty()) {
                    xml.element("selector", signature.selector());
                }
                xml.element("result", signature.result().text());
            });
        }
        for (SpfIdentity identity : spf(facts)) {
            xml.element("spf", () -> {
                xml.element("domain", identity.domain());
                xml.element("scope", identity.scope().text());
                xml.element("result", identity.result().text());
            });
        }
    }

    /** The schema wants one even of a message that SPF was not asked about. */
    private static List<SpfIdentity> spf(RowFacts facts) {
        return facts.spf().isEmpty() ? List.of(new SpfIdentity(facts.envelopeFrom(), SpfIdentity.Scope.MFROM, SpfResult.NONE)) : facts.spf();
    }
}
