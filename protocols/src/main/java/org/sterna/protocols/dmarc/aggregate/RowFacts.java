package org.sterna.protocols.dmarc.aggregate;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.dmarc.Authenticated;
import org.sterna.protocols.dmarc.DkimIdentity;
import org.sterna.protocols.dmarc.DmarcEvaluation;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.OverrideReason;
import org.sterna.protocols.dmarc.SpfIdentity;

/**
 * What a report tells of a message (RFC 7489 appendix C, RecordType); messages with the same facts are counted together.
 *
 * @param source       the address that the message came from, as {@link InetAddress#getHostAddress} writes it: the schema knows no shortened IPv6
 * @param disposition  what was done with the message by DMARC
 * @param dkimAligned  whether DKIM passes for an aligned domain
 * @param spfAligned   whether SPF does
 * @param reasons      why the disposition is not the policy
 * @param envelopeTo   the domain of a forward-path, if it is told
 * @param envelopeFrom the domain of the reverse-path; empty if that is null
 * @param headerFrom   the author's domain
 */
public record RowFacts(String source, DmarcPolicy disposition, boolean dkimAligned, boolean spfAligned, List<OverrideReason> reasons,
        Optional<String> envelopeTo, String envelopeFrom, String headerFrom, List<DkimIdentity> dkim, List<SpfIdentity> spf) {
    /** Of that many signatures a report tells; who adds a thousand does not make a thousand times more of it. */
    public static final int MAX_SIGNATURES = 10;
    private static final int MAX_TEXT = 255;

    public RowFacts {
        reasons = List.copyOf(reasons);
        dkim = List.copyOf(dkim);
        spf = List.copyOf(spf);
    }

    /**
     * Of a message that was evaluated here. Forward-paths are not told.
     *
     * @param envelopeFrom the domain of the reverse-path; empty if that is null
     */
    public static RowFacts of(DmarcEvaluation evaluation, InetAddress source, String envelopeFrom, Authenticated authenticated) {
        return new RowFacts(source.getHostAddress().split("%", 2)[0], evaluation.disposition(), evaluation.dkimAligned(), evaluation.spfAligned(),
                evaluation.reasons().stream().map(reason -> new OverrideReason(reason.type(), cut(reason.comment()))).toList(), Optional.empty(),
                cut(envelopeFrom), cut(evaluation.authorDomain()),
                authenticated.dkim().stream().limit(MAX_SIGNATURES)
                        .map(each -> new DkimIdentity(cut(each.domain()), cut(each.selector()), each.result())).toList(),
                authenticated.spf().stream().limit(2).map(each -> new SpfIdentity(cut(each.domain()), each.scope(), each.result())).toList());
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
