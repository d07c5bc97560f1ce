package org.sterna.protocols.dmarc.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.DmarcResult;
import org.sterna.protocols.feedback.ReportFile;
import org.xml.sax.SAXException;

/** What is written obeys the schema of RFC 7489 appendix C, and is read back as it was. */
class AggregateWriterTest {
    @Test
    void aReportObeysTheSchema() throws Exception {
        validate(AggregateWriter.gzip(Reports.full()));
    }

    @Test
    void theSchemaFindsFaults() throws Exception {
        String xml = new String(ReportFile.open(AggregateWriter.gzip(Reports.full()), Reports.MAX_OCTETS).orElseThrow(), StandardCharsets.UTF_8);
        for (String fault : List.of("<pct>42</pct>", "<source_ip>192.0.2.1</source_ip>", "<scope>helo</scope>", "<disposition>none</disposition>")) {
            assertThat(xml).contains(fault);
            String other = xml.replace(fault, fault.replaceAll(">[^<]+<", ">what?<"));
            assertThatThrownBy(() -> validateXml(other.getBytes(StandardCharsets.UTF_8))).as(fault).isInstanceOf(SAXException.class);
        }
    }

    @Test
    void aReportIsReadBack() {
        assertThat(AggregateReader.ofFile(AggregateWriter.gzip(Reports.full()), Reports.MAX_OCTETS)).isEqualTo(new AggregateReading.Read(Reports.full()));
    }

    @Test
    void charactersThatXmlDoesNotHaveDoNotSpoilAReport() throws Exception {
        AggregateReport full = Reports.full();
        AggregateReport.Metadata odd = new AggregateReport.Metadata("a\u0000b\u001bc\ufffe\ud800]]>&lt;", "", Optional.empty(), "\"'<>", full.metadata().begin(),
                full.metadata().end(), List.of());
        byte[] gzip = AggregateWriter.gzip(new AggregateReport(odd, full.policy(), full.rows()));
        validate(gzip);
        AggregateReading reading = AggregateReader.ofFile(gzip, Reports.MAX_OCTETS);
        assertThat(((AggregateReading.Read) reading).report().metadata()).extracting("organization", "reportId").containsExactly("a?b?c??]]>&lt;", "\"'<>");
    }

    @Test
    void whatIsCountedTogetherIsBounded() throws Exception {
        DkimIdentity long1 = new DkimIdentity("d".repeat(1000), "s".repeat(1000), DkimResult.FAIL);
        DmarcEvaluation evaluation = new DmarcEvaluation("example.com", DmarcResult.FAIL, "", Optional.empty(), false, false, DmarcPolicy.NONE, DmarcPolicy.NONE,
                List.of());
        RowFacts facts = RowFacts.of(evaluation, InetAddress.getByName("2001:db8::1"), "example.net",
                new Authenticated(List.of(), Collections.nCopies(1000, long1), Optional.empty()));
        assertThat(facts.dkim()).hasSize(RowFacts.MAX_SIGNATURES).allSatisfy(each -> assertThat(each.domain() + each.selector()).hasSize(510));
        AggregateReport full = Reports.full();
        validate(AggregateWriter.gzip(new AggregateReport(full.metadata(), full.policy(), List.of(new ReportRow(facts, 1)))));
    }

    @Test
    void tenThousandRows() throws Exception {
        AggregateReport full = Reports.full();
        AggregateReport large = new AggregateReport(full.metadata(), full.policy(), Collections.nCopies(10_000, full.rows().get(0)));
        byte[] gzip = AggregateWriter.gzip(large);
        validate(gzip);
        assertThat(AggregateReader.ofFile(gzip, Reports.MAX_OCTETS)).isEqualTo(new AggregateReading.Read(large));
    }

    private static void validate(byte[] gzip) throws SAXException, IOException {
        validateXml(ReportFile.open(gzip, Reports.MAX_OCTETS).orElseThrow());
    }

    private static void validateXml(byte[] xml) throws SAXException, IOException {
        schema().newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));
    }

    /** Mended as ORIGIN.md beside it says. */
    private static Schema schema() throws SAXException {
        String text = new String(Reports.sample("rfc7489.xsd"), StandardCharsets.UTF_8)
                .replace("targetNamespace=\"http://dmarc.org/dmarc-xml/0.1\"", "").replaceAll("(\\{3\\}|\\)\\|)\\s+\\(", "$1(");
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new StreamSource(new StringReader(text)));
    }
}
