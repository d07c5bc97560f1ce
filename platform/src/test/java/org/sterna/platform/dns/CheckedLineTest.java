package org.sterna.platform.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.dns.CheckedLine.Status;
import org.sterna.platform.dns.ZoneLine.Comparison;

class CheckedLineTest {
    private static Status status(String type, String data, Comparison comparison, String... answers) {
        return CheckedLine.of(new ZoneLine("example.org.", type, data, comparison),
                answers.length == 0 ? new RecordLookup.Result.None() : new RecordLookup.Result.Found(List.of(answers))).status();
    }

    @Test
    void anExchangerMayHaveAnyPreferenceAndCompany() {
        assertThat(status("MX", "10 mail.example.org.", Comparison.SAME_TARGET, "5 backup.example.net.", "20 Mail.Example.ORG.")).isEqualTo(Status.OK);
        assertThat(status("MX", "10 mail.example.org.", Comparison.SAME_TARGET, "10 old.example.org.")).isEqualTo(Status.DIFFERS);
        assertThat(status("MX", "10 mail.example.org.", Comparison.SAME_TARGET)).isEqualTo(Status.MISSING);
    }

    @Test
    void aServiceMayHaveAnyPriorityButNoOtherPort() {
        assertThat(status("SRV", "0 1 993 mail.example.org.", Comparison.SAME_TARGET, "7 9 993 mail.example.org.")).isEqualTo(Status.OK);
        assertThat(status("SRV", "0 1 993 mail.example.org.", Comparison.SAME_TARGET, "0 1 994 mail.example.org.")).isEqualTo(Status.DIFFERS);
        assertThat(status("SRV", "0 0 0 .", Comparison.SAME_OR_NONE)).isEqualTo(Status.OK);
        assertThat(status("SRV", "0 0 0 .", Comparison.SAME_OR_NONE, "0 0 0 .")).isEqualTo(Status.OK);
        assertThat(status("SRV", "0 0 0 .", Comparison.SAME_OR_NONE, "0 1 143 mail.example.org.")).isEqualTo(Status.DIFFERS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v=spf1 mx ~all                | v=spf1 mx -all                                | OK",
        "v=spf1 mx ~all                | v=spf1 include:spf.example.net mx ?all        | OK",
        "v=spf1 mx ip4:192.0.2.9 ~all  | v=spf1 mx -all                                | DIFFERS",
        "v=spf1 mx ~all                | v=spf10 mx -all                               | MISSING"})
    void spfMustAllowWhatOursAllows(String ours, String theirs, Status status) {
        assertThat(status("TXT", ours, Comparison.SPF, theirs, "some other text")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v=DMARC1; p=none; rua=mailto:a@example.org | v=DMARC1;p=reject               | OK",
        "v=DMARC1; p=none; rua=mailto:a@example.org | v=DMARC1; sp=reject             | DIFFERS",
        "v=STSv1; id=abc                            | v=STSv1; id=20260101;           | OK",
        "v=STSv1; id=abc                            | v=STSv1;                        | DIFFERS",
        "v=TLSRPTv1; rua=mailto:a@example.org       | v=TLSRPTv1; rua=https://example.net/ | OK",
        "v=TLSRPTv1; rua=mailto:a@example.org       | v=STSv1; id=1                   | MISSING"})
    void aPolicyMustHaveItsTags(String ours, String theirs, Status status) {
        assertThat(status("TXT", ours, Comparison.POLICY, theirs)).isEqualTo(status);
    }

    @Test
    void twoPoliciesAreNone() {
        assertThat(status("TXT", "v=STSv1; id=a", Comparison.POLICY, "v=STSv1; id=1", "v=STSv1; id=2")).isEqualTo(Status.DIFFERS);
        assertThat(status("TXT", "v=spf1 mx ~all", Comparison.SPF, "v=spf1 mx -all", "v=spf1 mx -all")).isEqualTo(Status.DIFFERS);
    }

    @Test
    void anOutageIsNoAnswer() {
        CheckedLine line = CheckedLine.of(new ZoneLine("example.org.", "MX", "10 mail.example.org.", Comparison.SAME_TARGET),
                new RecordLookup.Result.Outage("nobody answers"));
        assertThat(line.text()).isEqualTo("unknown example.org. 3600 IN MX 10 mail.example.org.   (nobody answers)");
    }
}
