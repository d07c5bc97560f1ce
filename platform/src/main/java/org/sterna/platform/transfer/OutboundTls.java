package org.sterna.platform.transfer;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.tls.PeerCheck;
import org.sterna.platform.transfer.Transport.TlsDemand.Level;
import org.sterna.platform.transfer.Transport.TlsDemand;
import org.sterna.protocols.dane.DanePolicy;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord.Tlsa;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.tls.AppliedPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tls.ServerNames;
import org.sterna.protocols.tlsrpt.PolicyType;
import org.sterna.protocols.tlsrpt.ResultType;

/**
 * What the domains of recipients want: DANE where a host has signed TLSA records (RFC 7672), else MTA-STS where the domain has a policy (RFC 8461 section 2),
 * else what the transport says. A transport that says "none" or "verify" is obeyed, and nobody is asked.
 *
 * <p>A next hop that an operator names has DANE, too, but no MTA-STS: we depart from RFC 8461 section 3.4, because a relay's own name is the operator's word
 * already, and its policy is about its MX hosts.
 */
public final class OutboundTls implements TlsPolicy {
    private static final PeerCheck.Authority ALTERNATIVE_NAMES = new PeerCheck.Authority(ServerNames.Kind.ALTERNATIVE);

    private final DnsLookup dns;
    private final StsLookup sts;
    private final TlsOutcomes outcomes;

    public OutboundTls(DnsLookup dns, StsLookup sts, TlsOutcomes outcomes) {
        this.dns = dns;
        this.sts = sts;
        this.outcomes = outcomes;
    }

    /** The host is not used. */
    private static final class NotUsed extends Exception {
        private static final long serialVersionUID = 1;

        NotUsed(String text) {
            super(text, null, false, false);
        }
    }

    @Override
    public CompletionStage<TlsDemand> demand(Transport.Host transport, MailHost host, int port) {
        Level level = transport.tls().level();
        if (level == Level.NONE || level == Level.VERIFY || transport.protocol() == Transport.Protocol.LMTP) {
            return CompletableFuture.completedFuture(usual(transport, host));
        }
        return dane(transport, host, port, host.proof().bases()).thenCompose(found -> found.isPresent() ? CompletableFuture.completedFuture(found.get())
                : transport.hop().isPresent() ? CompletableFuture.completedFuture(usual(transport, host))
                : sts.policy(transport.domain()).thenCompose(policy -> policy.isPresent() ? sts(transport, host, policy.get())
                        : CompletableFuture.completedFuture(usual(transport, host))));
    }

    private static TlsDemand usual(Transport.Host transport, MailHost host) {
        return transport.hop().isPresent() ? transport.tls() : transport.tls().with(HostAssurance.none(transport.domain(), host.proof().named()));
    }

    /** RFC 7672 section 2.2.3: the first base with signed records is it. */
    private CompletionStage<Optional<TlsDemand>> dane(Transport.Host transport, MailHost host, int port, List<String> bases) {
        if (bases.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return dns.lookup("_" + port + "._tcp." + bases.get(0), DnsLookup.RecordType.TLSA).thenCompose(answer -> {
            if (answer instanceof Answer.Outage outage) {                        // RFC 7672 section 2.1.2
                return CompletableFuture.failedFuture(unknown(transport, host, outage));
            }
            return answer instanceof Answer.Found found && found.secure()
                    ? CompletableFuture.completedFuture(Optional.of(dane(transport, host, bases.get(0), found)))
                    : dane(transport, host, port, bases.subList(1, bases.size()));
        });
    }

    private TlsDemand dane(Transport.Host transport, MailHost host, String base, Answer.Found found) {
        List<Tlsa> records = found.records().stream().map(Tlsa.class::cast).toList();
        AppliedPolicy policy = new AppliedPolicy(PolicyType.TLSA, transport.domain(), records.stream().map(OutboundTls::written).toList(), List.of(host.name()));
        Optional<PeerCheck> check = DanePolicy.of(base, host.proof().names(), records).map(PeerCheck.Dane::new);
        return transport.tls().at(check.isPresent() ? Level.VERIFY : Level.ENCRYPT)
                .with(new HostAssurance(host.proof().named(), check, transport.hop().isPresent() ? Optional.empty() : Optional.of(policy)));
    }

    private static String written(Tlsa record) {
        return record.usage() + " " + record.selector() + " " + record.matchingType() + " " + HexFormat.of().formatHex(record.data());
    }

    private NotUsed unknown(Transport.Host transport, MailHost host, Answer.Outage outage) {
        if (outage.bogus() && transport.hop().isEmpty()) {
            tell(new AppliedPolicy(PolicyType.TLSA, transport.domain(), List.of(), List.of()), host, new CertificateFault(ResultType.DNSSEC_INVALID, outage.text()));
        }
        return new NotUsed(outage.text());
    }

    private CompletionStage<TlsDemand> sts(Transport.Host transport, MailHost host, StsPolicy policy) {
        AppliedPolicy applied = new AppliedPolicy(PolicyType.STS, transport.domain(), policy.written().lines().toList(), policy.mx());
        boolean enforced = policy.mode() == StsPolicy.Mode.ENFORCE;
        if (policy.allows(host.name())) {
            return CompletableFuture.completedFuture((enforced ? transport.tls().at(Level.VERIFY) : transport.tls())
                    .with(new HostAssurance(true, Optional.of(ALTERNATIVE_NAMES), Optional.of(applied))));
        }
        String reason = "the MTA-STS policy of " + transport.domain() + " does not have the host " + host.name();
        tell(applied, host, new CertificateFault(ResultType.VALIDATION_FAILURE, reason));
        return enforced ? CompletableFuture.failedFuture(new NotUsed(reason))
                : CompletableFuture.completedFuture(transport.tls().with(new HostAssurance(host.proof().named(), Optional.empty(), Optional.empty())));
    }

    private void tell(AppliedPolicy policy, MailHost host, CertificateFault fault) {
        outcomes.told(new TlsOutcomes.TlsOutcome(policy, Optional.of(host.name()), Optional.empty(), Optional.empty(), Optional.of(fault)));
    }
}
