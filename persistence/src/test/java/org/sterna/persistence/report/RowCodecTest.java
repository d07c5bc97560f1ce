package org.sterna.persistence.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;
import org.sterna.protocols.dmarc.aggregate.RowFacts;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tlsrpt.PolicyType;

class RowCodecTest {
    @Test
    void whatIsCountedIsReadBack() {
        RowFacts facts = new RowFacts("192.0.2.1", DmarcPolicy.QUARANTINE, true, false, List.of(new OverrideReason(OverrideReason.Type.LOCAL_POLICY, "listed")),
                Optional.of("example.org"), "", "example.net", List.of(new DkimIdentity("example.net", "s", DkimResult.PASS)),
                List.of(new SpfIdentity("host.example.net", SpfIdentity.Scope.HELO, SpfResult.FAIL)));
        assertThat(RowCodec.dmarc(RowCodec.write(facts))).isEqualTo(facts);
        TlsRow row = new TlsRow(new AppliedPolicy(PolicyType.STS, "example.net", List.of("mode: testing"), List.of("mx.example.net")),
                Optional.of(new TlsRow.Failure("certificate-expired", Optional.of("192.0.2.2"), Optional.of("mx.example.net"), Optional.empty(), "yesterday")));
        assertThat(RowCodec.tls(RowCodec.write(row))).isEqualTo(row);
        TlsRow good = new TlsRow(AppliedPolicy.none("example.net"), Optional.empty());
        assertThat(RowCodec.tls(RowCodec.write(good))).isEqualTo(good);
    }

    @Test
    void otherFormatsAreNotGuessed() {
        assertThatThrownBy(() -> RowCodec.dmarc(ByteBuffer.wrap(new byte[] {2, 1}))).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> RowCodec.tls(ByteBuffer.wrap(new byte[] {1, 1, 'x'}))).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void aDayIsOfUtc() {
        ReportDay day = ReportDay.of(ReportKind.DMARC, Instant.parse("2026-05-17T23:59:59.9Z"));
        assertThat(day.begin()).isEqualTo("2026-05-17T00:00:00Z");
        assertThat(day.end()).isEqualTo("2026-05-17T23:59:59Z");
    }
}
