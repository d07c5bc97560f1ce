package org.sterna.persistence.report;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
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

/** The octets of what is counted. The same facts are the same octets: they are the key of their row. */
public final class RowCodec {
    private static final int FORMAT = 1;

    private RowCodec() { }

    public static ByteBuffer write(RowFacts facts) {
        FieldWriter out = new FieldWriter().octet(FORMAT).text(facts.source()).text(facts.disposition().name()).flag(facts.dkimAligned()).flag(facts.spfAligned());
        out.list(facts.reasons(), (to, reason) -> to.text(reason.type().name()).text(reason.comment()));
        out.optional(facts.envelopeTo(), FieldWriter::text).text(facts.envelopeFrom()).text(facts.headerFrom());
        out.list(facts.dkim(), (to, each) -> to.text(each.domain()).text(each.selector()).text(each.result().name()));
        out.list(facts.spf(), (to, each) -> to.text(each.domain()).text(each.scope().name()).text(each.result().name()));
        return out.toBuffer();
    }

    /** @throws UnreadableRecordException when it is something else */
    public static RowFacts dmarc(ByteBuffer octets) {
        FieldReader in = begun(octets);
        try {
            return new RowFacts(in.text(), DmarcPolicy.valueOf(in.text()), in.flag(), in.flag(),
                    in.list(each -> new OverrideReason(OverrideReason.Type.valueOf(each.text()), each.text())),
                    in.optional(FieldReader::text), in.text(), in.text(),
                    in.list(each -> new DkimIdentity(each.text(), each.text(), DkimResult.valueOf(each.text()))),
                    in.list(each -> new SpfIdentity(each.text(), SpfIdentity.Scope.valueOf(each.text()), SpfResult.valueOf(each.text()))));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("a word of the row is unknown", e);
        }
    }

    public static ByteBuffer write(TlsRow row) {
        AppliedPolicy policy = row.policy();
        FieldWriter out = new FieldWriter().octet(FORMAT).text(policy.type().name()).text(policy.domain())
                .list(policy.strings(), FieldWriter::text).list(policy.hosts(), FieldWriter::text);
        out.optional(row.failure(), (to, failure) -> to.text(failure.type()).optional(failure.sending(), FieldWriter::text)
                .optional(failure.host(), FieldWriter::text).optional(failure.receiving(), FieldWriter::text).text(failure.reason()));
        return out.toBuffer();
    }

    /** @throws UnreadableRecordException when it is something else */
    public static TlsRow tls(ByteBuffer octets) {
        FieldReader in = begun(octets);
        try {
            AppliedPolicy policy = new AppliedPolicy(PolicyType.valueOf(in.text()), in.text(), in.list(FieldReader::text), in.list(FieldReader::text));
            Optional<TlsRow.Failure> failure = in.optional(from -> new TlsRow.Failure(from.text(), from.optional(FieldReader::text),
                    from.optional(FieldReader::text), from.optional(FieldReader::text), from.text()));
            return new TlsRow(policy, failure);
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException("a word of the row is unknown", e);
        }
    }

    private static FieldReader begun(ByteBuffer octets) {
        FieldReader in = new FieldReader(octets);
        int format = in.octet();
        if (format != FORMAT) {
            throw new UnreadableRecordException("a row of format " + format);
        }
        return in;
    }
}
