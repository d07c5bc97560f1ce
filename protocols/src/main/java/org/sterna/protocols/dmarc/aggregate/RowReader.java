package org.sterna.protocols.dmarc.aggregate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DkimResult;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;
import org.sterna.protocols.dmarc.SpfResult;

/** Reads what a record says beside its count. */
final class RowReader {
    private static final int MAX_EACH = 100;
    /** Names that the schema's comments know from older programs, and one that others use. */
    private static final Map<String, SpfResult> OLD_SPF = Map.of("unknown", SpfResult.TEMPERROR, "error", SpfResult.PERMERROR, "hardfail", SpfResult.FAIL);

    private RowReader() {}

    static RowFacts facts(XmlElement record, XmlElement row) {
        XmlElement evaluated = row.child("policy_evaluated").orElse(nothing("policy_evaluated"));
        XmlElement identifiers = record.child("identifiers").orElse(nothing("identifiers"));
        XmlElement results = record.child("auth_results").orElse(nothing("auth_results"));
        return new RowFacts(row.text("source_ip").orElse(""), evaluated.text("disposition").flatMap(DmarcPolicy::parse).orElse(DmarcPolicy.NONE),
                passes(evaluated, "dkim"), passes(evaluated, "spf"), evaluated.all("reason").stream().limit(MAX_EACH).map(RowReader::reason).toList(),
                identifiers.text("envelope_to"), identifiers.text("envelope_from").orElse(""), identifiers.text("header_from").orElse(""),
                results.all("dkim").stream().limit(MAX_EACH).map(RowReader::dkim).toList(),
                results.all("spf").stream().limit(MAX_EACH).map(RowReader::spf).toList());
    }

    private static XmlElement nothing(String name) {
        return new XmlElement(name, "", List.of());
    }

    private static boolean passes(XmlElement evaluated, String method) {
        return evaluated.text(method).filter("pass"::equalsIgnoreCase).isPresent();
    }

    private static OverrideReason reason(XmlElement reason) {
        return new OverrideReason(value(OverrideReason.Type.class, reason.text("type")).orElse(OverrideReason.Type.OTHER), reason.text("comment").orElse(""));
    }

    private static DkimIdentity dkim(XmlElement signature) {
        return new DkimIdentity(signature.text("domain").orElse(""), signature.text("selector").orElse(""),
                value(DkimResult.class, signature.text("result")).orElse(DkimResult.NONE));
    }

    private static SpfIdentity spf(XmlElement identity) {
        Optional<String> result = identity.text("result");
        return new SpfIdentity(identity.text("domain").orElse(""), value(SpfIdentity.Scope.class, identity.text("scope")).orElse(SpfIdentity.Scope.MFROM),
                value(SpfResult.class, result).or(() -> result.map(text -> OLD_SPF.get(text.toLowerCase(Locale.ROOT)))).orElse(SpfResult.NONE));
    }

    /** The constant of that name in any case. */
    private static <E extends Enum<E>> Optional<E> value(Class<E> type, Optional<String> text) {
        for (E constant : type.getEnumConstants()) {
            if (text.filter(constant.name()::equalsIgnoreCase).isPresent()) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
