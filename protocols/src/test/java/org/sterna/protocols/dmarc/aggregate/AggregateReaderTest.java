package org.sterna.protocols.dmarc.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;

/** Reports of other receivers. */
class AggregateReaderTest {
    /** file | organization | report id | domain, policy | messages by source: disposition, DKIM and SPF aligned */
    private static final String SAMPLES = """
            001.xml | Sample Reporter | 3v98abbp8ya9n3va8yr8oa3ya | example.com quarantine | 123 192.168.4.4 quarantine dkim
            002.xml | google.com | 2122885654478337555 | example.org none | 2 209.85.220.41 none spf
            004.xml | Sample Reporter | 3v98abbp8ya9n3va8yr8oa3ya | example.com quarantine | 123 192.0.2.123 none dkim
            005.xml | Legacy Reporter | legacy-1 | example.com reject | 1 192.0.2.1 quarantine spf
            100.eml | google.com | 5264580628977113351 | stalw.art none | 1 2a01:4f9:c011:b43c::1 none dkim spf
            101.eml | "backschues.NET | stalw.art.1667948400.1668034800 | stalw.art none | 1 50.223.129.194 none
            102.eml | Mail.Ru | 28551467700969547611667865600 | stalw.art none | 1 50.223.129.194 none
            103.eml | Outlook.com | 725cbfbe133940149987cfc528387235 | stalw.art none | 1 50.223.129.194 none
            104.eml | AMAZON-SES | 6b06c366-0631-4ca0-8337-f5aecf137918 | stalw.art none | 1 207.171.188.200 none
            """;

    @TestFactory
    Stream<DynamicTest> samples() {
        return SAMPLES.lines().map(line -> DynamicTest.dynamicTest(line, () -> {
            String[] parts = line.split(" \\| ");
            AggregateReport report = read(parts[0]);
            assertThat(report.metadata().organization()).isEqualTo(parts[1]);
            assertThat(report.metadata().reportId()).isEqualTo(parts[2]);
            assertThat(report.policy().domain() + " " + report.policy().policy().text()).isEqualTo(parts[3]);
            assertThat(report.rows().stream().map(AggregateReaderTest::row).collect(Collectors.joining("; "))).isEqualTo(parts[4]);
        }));
    }

    private static String row(ReportRow row) {
        return row.count() + " " + row.facts().source() + " " + row.facts().disposition().text() + (row.facts().dkimAligned() ? " dkim" : "")
                + (row.facts().spfAligned() ? " spf" : "");
    }

    @Test
    void everythingOfOneReport() {
        AggregateReport report = read("003.xml");
        assertThat(report.metadata().email()).isEqualTo("reports@fastmaildmarc.com");
        assertThat(report.metadata().contact()).contains("https://fastmail.com/");
        assertThat(report.metadata().begin()).isEqualTo("2022-11-02T00:00:00Z");
        assertThat(report.metadata().end()).isEqualTo("2022-11-02T23:59:59Z");
        assertThat(report.policy().percent()).isEqualTo(100);
        RowFacts first = report.rows().get(0).facts();
        assertThat(first.reasons()).containsExactly(new OverrideReason(OverrideReason.Type.TRUSTED_FORWARDER, "Policy ignored due to local white list"));
        assertThat(first.envelopeFrom()).isEqualTo("jmap.bounce.topicbox.com");
        assertThat(first.headerFrom()).isEqualTo("stalw.art");
        assertThat(first.dkim()).containsExactly(new DkimIdentity("jmap.topicbox.com", "dkim-1", DkimResult.PASS));
        assertThat(first.spf()).containsExactly(new SpfIdentity("jmap.bounce.topicbox.com", SpfIdentity.Scope.MFROM, SpfResult.PASS));
        assertThat(report.rows()).hasSizeGreaterThan(3);
    }

    @Test
    void valuesThatTheSchemaDoesNotHave() {
        AggregateReport report = ((AggregateReading.Read) read("""

                <?xml version="1.0" encoding="iso-8859-1"?>
                <f:feedback xmlns:f="urn:x"><f:report_metadata><f:date_range><f:begin> 1.5 </f:begin><f:end>2</f:end></f:date_range></f:report_metadata>
                <policy_published><domain>example.com</domain><p>monitor</p><adkim>S</adkim></policy_published>
                <record><row><count>3</count><policy_evaluated><disposition>pass</disposition><dkim>Pass</dkim><spf>softfail</spf></policy_evaluated></row>
                <auth_results><spf><result>HardFail</result></spf><spf><result>unknown</result><scope>other</scope></spf><dkim><result>best</result></dkim>
                </auth_results></record></f:feedback>
                """.getBytes(StandardCharsets.ISO_8859_1))).report();
        RowFacts facts = report.rows().get(0).facts();
        assertThat(facts.disposition()).isEqualTo(DmarcPolicy.NONE);
        assertThat(facts.dkimAligned()).isTrue();
        assertThat(facts.spfAligned()).isFalse();
        assertThat(facts.spf()).extracting(SpfIdentity::result).containsExactly(SpfResult.FAIL, SpfResult.TEMPERROR);
        assertThat(facts.dkim()).extracting(DkimIdentity::result).containsExactly(DkimResult.NONE);
        assertThat(report.metadata().begin().getEpochSecond()).isEqualTo(1);
    }

    @Test
    void otherCharacterSets() {
        String report = new String(Reports.sample("feedback/002.xml"), StandardCharsets.UTF_8).replace("google.com<", "g\u00f6ogle<");
        String latin = report.replace("UTF-8", "ISO-8859-1");
        for (byte[] octets : List.of(report.getBytes(StandardCharsets.UTF_8), ("\ufeff" + report).getBytes(StandardCharsets.UTF_8),
                report.getBytes(StandardCharsets.UTF_16), latin.getBytes(StandardCharsets.ISO_8859_1), ("\r\n " + latin).getBytes(StandardCharsets.ISO_8859_1))) {
            assertThat(((AggregateReading.Read) read(octets)).report().metadata().organization()).isEqualTo("g\u00f6ogle");
        }
        for (String wrong : List.of("ISO-8859-1", "nothing", "UTF-16", "UTF-32LE", "x-")) {
            assertThat(read(report.replace("UTF-8", wrong).getBytes(StandardCharsets.UTF_8))).as(wrong).isInstanceOf(AggregateReading.Read.class);
        }
        assertThat(read(report.getBytes(StandardCharsets.ISO_8859_1))).isInstanceOf(AggregateReading.Read.class);
    }

    @Test
    void whatMustBeThere() {
        String whole = new String(Reports.sample("feedback/002.xml"), StandardCharsets.UTF_8);
        assertThat(read(whole.getBytes(StandardCharsets.UTF_8))).isInstanceOf(AggregateReading.Read.class);
        for (String missing : new String[] {"<begin>1661558400</begin>", "<domain>example.org</domain>\n    <adkim>", "<count>2</count>"}) {
            assertThat(whole).contains(missing);
            assertThat(read(whole.replace(missing, missing.endsWith("<adkim>") ? "<adkim>" : "").getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(AggregateReading.Unreadable.class);
        }
        for (String wrong : new String[] {"-2", "9999999999999999999999", "1e9", "two"}) {
            assertThat(read(whole.replace("<count>2<", "<count>" + wrong + "<").getBytes(StandardCharsets.UTF_8))).isInstanceOf(AggregateReading.Unreadable.class);
        }
    }

    @Test
    void aReportThatIsCutAnywhereIsUnreadableAndNothingWorse() {
        byte[] whole = Reports.sample("feedback/002.xml");
        int end = new String(whole, StandardCharsets.US_ASCII).lastIndexOf('>');
        for (int length = 0; length <= end; length++) {
            assertThat(read(Arrays.copyOf(whole, length))).as("%d octets", length).isInstanceOf(AggregateReading.Unreadable.class);
        }
    }

    private static AggregateReport read(String sample) {
        byte[] octets = Reports.sample("feedback/" + sample);
        AggregateReading reading = sample.endsWith(".eml") ? AggregateReader.ofMessage(octets, Reports.MAX_OCTETS) : read(octets);
        assertThat(reading).isInstanceOf(AggregateReading.Read.class);
        return ((AggregateReading.Read) reading).report();
    }

    private static AggregateReading read(byte[] file) {
        return AggregateReader.ofFile(file, Reports.MAX_OCTETS);
    }
}
