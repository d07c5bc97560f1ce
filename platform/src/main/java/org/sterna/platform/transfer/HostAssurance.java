package org.sterna.platform.transfer;

import java.util.Optional;
import org.sterna.platform.tls.PeerCheck;
import org.sterna.protocols.tls.AppliedPolicy;

/**
 * What is known of a host before anything is said to it.
 *
 * @param vouched whether somebody whom we believe says that it takes the domain's mail: DNSSEC, or a policy of the domain (RFC 8689 section 4.2.1)
 * @param check   how it proves who it is; empty if nobody says how. Without a demand to verify, a check by authorities is made for the reports only
 *                (RFC 8461 section 5)
 * @param policy  for reports; empty if we name the host ourselves
 */
public record HostAssurance(boolean vouched, Optional<PeerCheck> check, Optional<AppliedPolicy> policy) {
    public static final HostAssurance NONE = new HostAssurance(false, Optional.empty(), Optional.empty());

    static HostAssurance none(String domain, boolean vouched) {
        return new HostAssurance(vouched, Optional.empty(), Optional.of(AppliedPolicy.none(domain)));
    }
}
