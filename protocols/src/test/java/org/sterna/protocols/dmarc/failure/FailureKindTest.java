package org.sterna.protocols.dmarc.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.DmarcRecord;
import org.sterna.protocols.dmarc.DmarcResult;
import org.sterna.protocols.dmarc.PublishedPolicy;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;

/** The {@code fo} tag (RFC 7489 section 6.3). */
class FailureKindTest {
    private static final PublishedPolicy POLICY = new PublishedPolicy("example.net",
            new DmarcRecord(DmarcPolicy.NONE, Optional.empty(), AlignmentMode.RELAXED, AlignmentMode.RELAXED, 100, "0", List.of(), List.of()));

    private static Authenticated authenticated(String spf, String dkim) {
        return new Authenticated(List.of(new SpfIdentity("example.com", SpfIdentity.Scope.MFROM, SpfResult.valueOf(spf.toUpperCase(Locale.ROOT)))),
                dkim == null ? List.of() : List.of(new DkimIdentity("example.edu", "s", DkimResult.valueOf(dkim.toUpperCase(Locale.ROOT)))), Optional.empty());
    }

    /** fo | DMARC | aligned | SPF | DKIM | what is reported */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0       | fail      |          | fail      | fail      | DMARC",
        "0       | fail      |          | pass      | pass      | DMARC",
        "0       | fail      |          | none      |           | DMARC",
        "0       | pass      | dkim     | fail      | pass      |",
        "0       | pass      | spf      | pass      | fail      |",
        "0       | temperror |          | temperror | fail      |",
        "1       | fail      |          | fail      | fail      | DMARC",
        "1       | pass      | dkim     | fail      | pass      | DMARC",
        "1       | pass      | spf      | pass      |           | DMARC",
        "1       | pass      | dkim spf | pass      | pass      |",
        "1       | pass      | dkim spf | pass      | fail      |",
        "1       | temperror |          | temperror | fail      |",
        "d       | pass      | spf      | pass      | fail      | DKIM",
        "d       | fail      |          | fail      | permerror | DKIM",
        "d       | fail      |          | fail      | neutral   | DKIM",
        "d       | fail      |          | fail      | policy    | DKIM",
        "d       | fail      |          | fail      | temperror |",
        "d       | fail      |          | fail      | pass      |",
        "d       | fail      |          | fail      |           |",
        "s       | pass      | dkim     | fail      | pass      | SPF",
        "s       | pass      | dkim     | softfail  | pass      | SPF",
        "s       | pass      | dkim     | permerror | pass      | SPF",
        "s       | pass      | dkim     | temperror | pass      |",
        "s       | pass      | dkim     | neutral   | pass      |",
        "s       | pass      | dkim     | none      | pass      |",
        "s       | fail      |          | pass      | fail      |",
        "0:d:s   | fail      |          | fail      | fail      | DMARC",
        "0:d:s   | pass      | dkim     | fail      | fail      | DKIM",
        "S:D     | pass      | dkim     | fail      | fail      | DKIM",
        "0:s     | pass      | dkim     | fail      | fail      | SPF",
        "0:1:d:s | pass      | dkim spf | pass      | pass      |"})
    void isWhatTheDomainAsksForAndWhatHappened(String options, String result, String aligned, String spf, String dkim, FailureKind wanted) {
        String both = aligned == null ? "" : aligned;
        DmarcEvaluation evaluation = new DmarcEvaluation("example.net", DmarcResult.valueOf(result.toUpperCase(Locale.ROOT)), "", Optional.of(POLICY), both.contains("dkim"),
                both.contains("spf"), DmarcPolicy.NONE, DmarcPolicy.NONE, List.of());
        assertThat(FailureKind.wanted(options, evaluation, authenticated(spf, dkim))).isEqualTo(Optional.ofNullable(wanted));
    }

    @Test
    void withoutAPolicyNobodyAsks() {
        DmarcEvaluation evaluation = new DmarcEvaluation("example.net", DmarcResult.NONE, "", Optional.empty(), false, false, DmarcPolicy.NONE, DmarcPolicy.NONE, List.of());
        assertThat(FailureKind.wanted("0:1:d:s", evaluation, authenticated("fail", "fail"))).isEmpty();
    }
}
