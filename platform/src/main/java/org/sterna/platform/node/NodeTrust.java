package org.sterna.platform.node;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.sterna.config.SettingsException;
import org.sterna.config.SternaSettings;
import org.sterna.config.StsSettings;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.mtasts.cassandra.CassandraPolicies;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.dns.dnsjava.DnsjavaLookup;
import org.sterna.platform.mtasts.PolicyServer;
import org.sterna.platform.mtasts.StsPolicies;
import org.sterna.platform.transfer.OutboundTls;
import org.sterna.platform.transfer.StsLookup;
import org.sterna.platform.transfer.TlsOutcomes;
import org.sterna.platform.transfer.TlsPolicy;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.mtasts.StsPolicy;

/** What a node asks others before it trusts them with mail, and what it tells them of itself. */
final class NodeTrust implements AutoCloseable {
    private final SternaSettings settings;
    private final DnsLookup dns;
    private final Optional<StsPolicies> policies;
    private final TlsPolicy tls;
    private final TlsOutcomes outcomes;
    private Optional<PolicyServer> server = Optional.empty();

    private NodeTrust(SternaSettings settings, DnsLookup dns, Optional<StsPolicies> policies, TlsOutcomes outcomes) {
        this.settings = settings;
        this.dns = dns;
        this.policies = policies;
        this.outcomes = outcomes;
        this.tls = new OutboundTls(dns, policies.<StsLookup>map(each -> each).orElse(StsLookup.NOTHING), outcomes);
    }

    static NodeTrust start(SternaSettings settings, ActorSystem<?> system, Database database, Clock clock, TlsOutcomes outcomes) {
        DnsLookup dns = lookup(settings);
        return new NodeTrust(settings, dns, settings.sts().obeyed()
                ? Optional.of(StsPolicies.start(system, settings.sts(), dns, new CassandraPolicies(database), outcomes, clock)) : Optional.empty(), outcomes);
    }

    private static DnsLookup lookup(SternaSettings settings) {
        try {
            return new DnsjavaLookup(settings.dns());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(e.getMessage());
        }
    }

    DnsLookup dns() {
        return dns;
    }

    TlsPolicy tls() {
        return tls;
    }

    TlsOutcomes outcomes() {
        return outcomes;
    }

    /** The policy of one of our domains. */
    static StsPolicy own(SternaSettings settings, String domain) {
        StsSettings.Serving serving = settings.sts().serving();
        return new StsPolicy(StsPolicy.Mode.valueOf(serving.mode(domain).name()), List.of(settings.node().hostName().toLowerCase(Locale.ROOT)), serving.maxAge());
    }

    /** Opens the port for the policies of our domains, if there is to be one. */
    void serve(ActorSystem<?> system, NodeTls certificates, Supplier<Directory> directory) {
        StsSettings.Serving serving = settings.sts().serving();
        if (serving.port() == 0) {
            return;
        }
        server = Optional.of(Node.await(PolicyServer.start(system, serving.host(), serving.port(), certificates.web()::engine,
                domain -> directory.get().ours(domain).map(ours -> own(settings, domain))),
                "sterna.mta-sts.serve.port: port " + serving.port() + " of " + serving.host() + " could not be opened"));
    }

    @Override
    public void close() {
        server.ifPresent(each -> Node.await(each.stop(), "the port for our policies could not be closed"));
        policies.ifPresent(StsPolicies::close);
    }
}
