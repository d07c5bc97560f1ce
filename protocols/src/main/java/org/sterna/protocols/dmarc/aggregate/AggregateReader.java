package org.sterna.protocols.dmarc.aggregate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamException;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.aggregate.AggregateReading.Unreadable;
import org.sterna.protocols.feedback.ReportFile;
import org.sterna.protocols.feedback.ReportParts;

/**
 * Reads reports that others wrote. Namespaces, elements that nobody knows, their order and what may be missing do not matter; a report must have
 * the domain, the time and counts that are numbers. Values that the schema does not have are read as what comes nearest.
 */
public final class AggregateReader {
    /** More rows are refused; the largest reports of large receivers have some ten thousand. */
    private static final int MAX_ROWS = 100_000;
    private static final long LAST_SECOND = 253_402_300_799L;               // of the year 9999
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final int MAX_ERRORS = 10;
    private static final int ALL = 100;

    private AggregateReader() {}

    /** A report that can be read as one, and yet not. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private Refused(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Finds a report in a message.
     *
     * @param message   whole; the caller has bounded it
     * @param maxOctets of the XML
     * @return the first part that can be read; if there is none, why the last one cannot
     */
    public static AggregateReading ofMessage(byte[] message, int maxOctets) {
        AggregateReading reading = new Unreadable("no part that may be a report");
        for (ReportParts.Found part : ReportParts.of(message)) {
            reading = ofFile(part.octets(), maxOctets);
            if (reading instanceof AggregateReading.Read) {
                return reading;
            }
        }
        return reading;
    }

    /**
     * Reads a file: compressed by gzip, in a ZIP archive, or plain.
     *
     * @param maxOctets of the XML
     */
    public static AggregateReading ofFile(byte[] file, int maxOctets) {
        return ReportFile.open(file, maxOctets).map(AggregateReader::read).orElseGet(() -> new Unreadable("larger than " + maxOctets + " octets, or damaged"));
    }

    private static AggregateReading read(byte[] xml) {
        try {
            return new AggregateReading.Read(report(new XmlInput(xml)));
        } catch (Refused refused) {
            return new Unreadable(refused.getMessage());
        } catch (XMLStreamException | RuntimeException e) {         // the latter for encodings and names that the parser trips over
            return new Unreadable("no XML that is read here");
        }
    }

    private static AggregateReport report(XmlInput xml) throws XMLStreamException, Refused {
        if (!xml.root().equals("feedback")) {
            throw new Refused("not the XML of a report");
        }
        Optional<AggregateReport.Metadata> metadata = Optional.empty();
        Optional<ReportedPolicy> policy = Optional.empty();
        List<ReportRow> rows = new ArrayList<>();
        for (Optional<XmlElement> next = xml.next(); next.isPresent(); next = xml.next()) {
            XmlElement element = next.get();
            switch (element.name()) {
                case "report_metadata" -> metadata = Optional.of(metadata(element));
                case "policy_published" -> policy = Optional.of(policy(element));
                case "record" -> rows.add(row(element, rows.size()));
                default -> { }
            }
        }
        return new AggregateReport(metadata.orElseThrow(() -> new Refused("no report_metadata")), policy.orElseThrow(() -> new Refused("no policy_published")),
                rows);
    }

    private static AggregateReport.Metadata metadata(XmlElement element) throws Refused {
        XmlElement range = element.child("date_range").orElseThrow(() -> new Refused("no date_range"));
        return new AggregateReport.Metadata(element.text("org_name").orElse(""), element.text("email").orElse(""), element.text("extra_contact_info"),
                element.text("report_id").orElse(""), instant(range, "begin"), instant(range, "end"),
                element.all("error").stream().limit(MAX_ERRORS).map(XmlElement::text).toList());
    }

    private static Instant instant(XmlElement range, String name) throws Refused {
        return Instant.ofEpochSecond(number(range, name, LAST_SECOND).orElseThrow(() -> new Refused("no " + name)));
    }

    private static ReportedPolicy policy(XmlElement element) throws Refused {
        DmarcPolicy policy = element.text("p").flatMap(DmarcPolicy::parse).orElse(DmarcPolicy.NONE);
        return new ReportedPolicy(element.text("domain").orElseThrow(() -> new Refused("no domain")),
                element.text("adkim").flatMap(AlignmentMode::parse).orElse(AlignmentMode.RELAXED),
                element.text("aspf").flatMap(AlignmentMode::parse).orElse(AlignmentMode.RELAXED), policy,
                element.text("sp").flatMap(DmarcPolicy::parse).orElse(policy), (int) number(element, "pct", ALL).orElse(ALL), element.text("fo").orElse("0"));
    }

    private static ReportRow row(XmlElement element, int before) throws Refused {
        if (before >= MAX_ROWS) {
            throw new Refused("more than " + MAX_ROWS + " rows");
        }
        XmlElement row = element.child("row").orElseThrow(() -> new Refused("a record without a row"));
        return new ReportRow(RowReader.facts(element, row), number(row, "count", MAX_COUNT).orElseThrow(() -> new Refused("a row without a count")));
    }

    /** Whole numbers; some write them with a fraction. */
    private static OptionalLong number(XmlElement element, String name, long most) throws Refused {
        Optional<String> text = element.text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        String digits = text.get().split("\\.", 2)[0];
        if (!digits.matches("[0-9]{1,15}") || Long.parseLong(digits) > most) {
            throw new Refused("no number from 0 to " + most + ": " + name);
        }
        return OptionalLong.of(Long.parseLong(digits));
    }
}
