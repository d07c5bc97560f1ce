package org.sterna.protocols.dmarc.aggregate;

import org.sterna.protocols.dmarc.AlignmentMode;
import org.sterna.protocols.dmarc.DmarcPolicy;
import org.sterna.protocols.dmarc.DmarcRecord;
import org.sterna.protocols.dmarc.PublishedPolicy;

/**
 * The policy that applied (RFC 7489 appendix C, PolicyPublishedType).
 *
 * @param domain          where it was found
 * @param subdomainPolicy the same as the other one if the record has none
 * @param failureOptions  {@code fo}
 */
public record ReportedPolicy(String domain, AlignmentMode dkimMode, AlignmentMode spfMode, DmarcPolicy policy, DmarcPolicy subdomainPolicy, int percent,
        String failureOptions) {

    public static ReportedPolicy of(PublishedPolicy published) {
        DmarcRecord record = published.record();
        return new ReportedPolicy(published.domain(), record.dkimMode(), record.spfMode(), record.policy(), record.requested(true), record.percent(),
                record.failureOptions());
    }
}
