package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.util.Optional;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;

/** Told what came of TLS with the hosts of other domains, for the reports of RFC 8460. Thread-safe; blocks nobody. */
public interface TlsOutcomes {
    /** Nobody wants to know. */
    TlsOutcomes UNHEARD = outcome -> { };

    void told(TlsOutcome outcome);

    /**
     * One session, or the attempt to make one. Failures of a policy that hindered nobody (RFC 8461 section 5, testing) are here, too.
     *
     * @param host    the MX host; empty if it did not come so far
     * @param local   our address; empty without a connection
     * @param remote  the host's; empty without a connection
     * @param failure empty if all went well
     */
    record TlsOutcome(AppliedPolicy policy, Optional<String> host, Optional<InetAddress> local, Optional<InetAddress> remote,
            Optional<CertificateFault> failure) { }
}
