package org.sterna.platform.transfer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.ResultType;

/** What one session tells of its TLS, once. Outages and refusals say nothing of TLS (RFC 8460 section 4.3.4). Not safe for use by several threads. */
final class TlsReport {
    private final SessionRules rules;
    private Optional<InetAddress> local = Optional.empty();
    private Optional<InetAddress> remote = Optional.empty();
    private boolean upgrading;
    private boolean told;

    TlsReport(SessionRules rules) {
        this.rules = rules;
        this.upgrading = rules.key().tls().implicit();
        this.told = rules.key().tls().level() == Transport.TlsDemand.Level.NONE;
    }

    void connected(InetSocketAddress here, InetSocketAddress there) {
        local = Optional.ofNullable(here).map(InetSocketAddress::getAddress);
        remote = Optional.ofNullable(there).map(InetSocketAddress::getAddress);
    }

    /** The host has agreed to a handshake. */
    void upgrading() {
        upgrading = true;
    }

    /** The handshake is done; what a check found that hinders nobody is told. */
    void established() {
        tell(rules.handshake().fault().or(this::unusable));
    }

    /** There are TLSA records, and none says anything that we understand: the session is as good as it can be, and the domain should know. */
    private Optional<CertificateFault> unusable() {
        HostAssurance assurance = rules.key().tls().assurance();
        boolean none = assurance.check().isEmpty() && assurance.policy().filter(policy -> policy.type() == PolicyType.TLSA).isPresent();
        return none ? Optional.of(new CertificateFault(ResultType.TLSA_INVALID, "no TLSA record is usable")) : Optional.empty();
    }

    /** The handshake failed. */
    void failed(String reason) {
        tell(Optional.of(rules.handshake().fault().orElseGet(() -> new CertificateFault(ResultType.VALIDATION_FAILURE, reason))));
    }

    /** The host takes messages; without a handshake before it has no TLS. */
    void ready() {
        if (!upgrading) {
            notOffered();
        }
    }

    /** The host takes none. */
    void unusable(Outcome outcome) {
        if (!upgrading && outcome instanceof Outcome.Deferred deferred && deferred.status().equals(Outcome.ENCRYPTION_NEEDED)) {
            notOffered();
        }
    }

    private void notOffered() {
        tell(Optional.of(new CertificateFault(ResultType.STARTTLS_NOT_SUPPORTED, "STARTTLS is not offered")));
    }

    private void tell(Optional<CertificateFault> failure) {
        if (!told) {
            told = true;
            rules.key().tls().assurance().policy().ifPresent(policy ->
                    rules.outcomes().told(new TlsOutcomes.TlsOutcome(policy, Optional.of(rules.key().host()), local, remote, failure)));
        }
    }
}
