package org.sterna.platform.node;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.config.QueueSettings;
import org.sterna.config.RelaySettings;
import org.sterna.config.Service;
import org.sterna.config.SettingsException;
import org.sterna.config.NodeRole;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.RetrySchedule;
import org.sterna.platform.delivery.Retries;
import org.sterna.platform.destination.Destinations;
import org.sterna.platform.destination.GrantedQuotas;
import org.sterna.platform.destination.Rules;
import org.sterna.platform.dns.dnsjava.DnsjavaMailResolver;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.transfer.AddressFamilies;
import org.sterna.platform.transfer.Credentials;
import org.sterna.platform.transfer.OwnAddresses;
import org.sterna.platform.transfer.Relay;
import org.sterna.platform.transfer.RelayTools;
import org.sterna.platform.transfer.Sources;
import org.sterna.platform.transfer.TransportMap;
import org.sterna.platform.transfer.Transports;
import org.sterna.protocols.smtp.ClientPhase;

/** What takes mail out of a node: quotas, transports and relay, and those of their settings that can be changed while running. */
final class Outbound implements AutoCloseable {
    private final GrantedQuotas quotas;
    private final Transports transports;
    private final RelayTools tools;
    private final Relay relay;
    private final Destinations destinations;
    private SternaSettings settings;

    private Outbound(SternaSettings settings, GrantedQuotas quotas, Transports transports, RelayTools tools, Relay relay, Destinations destinations) {
        this.settings = settings;
        this.quotas = quotas;
        this.transports = transports;
        this.tools = tools;
        this.relay = relay;
        this.destinations = destinations;
    }

    static Outbound start(SternaSettings settings, ActorSystem<?> system, DirectoryCopy directory, Incarnation incarnation, Clock clock,
            RandomGenerator random, NodeTrust trust) {
        Optional<String> role = Optional.of(NodeRole.QUEUE.settingName());
        DestinationEntity.init(system, clock, role);
        FrozenDestinations.init(ClusterSharding.get(system), role);
        GrantedQuotas quotas = GrantedQuotas.start(system, incarnation.value(), rules(settings), clock);
        RelaySettings relay = settings.relay();
        Transports transports = new Transports(transports(relay), domain -> directory.current().route(domain), relay.smtpPort());
        OwnAddresses own = OwnAddresses.of(settings.node().hostName(), settings.listeners().stream()
                .filter(each -> each.enabled() && each.service() == Service.SMTP)
                .flatMap(each -> each.addresses().stream().map(address -> new InetSocketAddress(address, each.port()))).toList());
        DnsjavaMailResolver resolver = new DnsjavaMailResolver(trust.dns(), random);
        RelayTools tools = new RelayTools(resolver, ClientTls.of(relay.caFile(), relay.identities()), Credentials.of(relay.credentials()),
                Sources.of(relay.sources()), own, trust.tls(), trust.outcomes(), clock, random);
        Relay started = new Relay(system, transferSettings(settings), quotas, transports, tools);
        return new Outbound(settings, quotas, transports, tools, started, new Destinations(system, quotas));
    }

    private static Rules rules(SternaSettings settings) {
        return Rules.of(settings.destinations(), settings.relay().sources().pools());
    }

    private static TransportMap transports(RelaySettings relay) {
        return TransportMap.of(relay.transports(), relay.smtpPort());
    }

    private static org.sterna.platform.transfer.RelaySettings transferSettings(SternaSettings settings) {
        RelaySettings relay = settings.relay();
        Map<ClientPhase, Duration> timeouts = Map.of(ClientPhase.DATA_INITIATION, relay.dataInitiationTimeout(),
                ClientPhase.DATA_BLOCK, relay.dataBlockTimeout(), ClientPhase.DATA_TERMINATION, relay.dataTerminationTimeout(),
                ClientPhase.QUIT, ClientPhase.QUIT.timeout(), ClientPhase.ENDED, Duration.ZERO);
        return new org.sterna.platform.transfer.RelaySettings(settings.node().hostName(), relay.smtpPort(), relay.connectTimeout(),
                phase -> timeouts.getOrDefault(phase, relay.commandTimeout()), relay.maxAttempts(), relay.maxConnections(), relay.maxConversion(),
                AddressFamilies.valueOf(relay.addressFamilies().name()));
    }

    Relay relay() {
        return relay;
    }

    Destinations destinations() {
        return destinations;
    }

    GrantedQuotas quotas() {
        return quotas;
    }

    /** The retry schedules, with the overrides of the rules in force. */
    Retries retries() {
        QueueSettings queue = settings.queue();
        Map<Cause, RetrySchedule> schedules = new HashMap<>();
        schedules.put(Cause.REPLY, schedule(queue, queue.refused()));
        schedules.put(Cause.CONNECTION, schedule(queue, queue.connection()));
        schedules.put(Cause.TLS, schedule(queue, queue.tls()));
        schedules.put(Cause.DNS, schedule(queue, queue.dns()));
        schedules.put(Cause.LOCAL, schedule(queue, queue.local()));
        schedules.put(Cause.AMBIGUOUS, schedule(queue, queue.ambiguous()));
        return new Retries(schedules, destination -> quotas.rule(destination).retry(), queue.ambiguousLimit());
    }

    private static RetrySchedule schedule(QueueSettings queue, QueueSettings.Waits waits) {
        return new RetrySchedule(waits.first(), waits.longest(), queue.retryFactor(), queue.lifetime(), queue.jitter());
    }

    /**
     * Puts those settings into force that can be changed while running: destinations, and transports, credentials and sources of the relay. All or none: what is wrong is found before anything is changed.
     *
     * @return what was changed, by the names of settings
     */
    synchronized List<String> reload(SternaSettings now) {
        RelaySettings before = settings.relay();
        if (!before.identities().equals(now.relay().identities()) || !before.caFile().equals(now.relay().caFile())) {
            throw new SettingsException("sterna.relay.identities and sterna.relay.ca-file cannot be changed while running; restart the node for them");
        }
        Rules rules = rules(now);
        TransportMap map = transports(now.relay());
        quotas.rules(rules);
        transports.replace(map);
        tools.credentials().replace(now.relay().credentials());
        tools.sources().replace(now.relay().sources());
        List<String> changed = new ArrayList<>();
        note(changed, "sterna.destinations", settings.destinations(), now.destinations());
        note(changed, "sterna.relay.transports", before.transports(), now.relay().transports());
        note(changed, "sterna.relay.credentials", before.credentials(), now.relay().credentials());
        note(changed, "sterna.relay.sources", before.sources(), now.relay().sources());
        settings = now;
        return changed;
    }

    private static void note(List<String> changed, String name, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            changed.add(name);
        }
    }

    @Override
    public void close() {
        relay.close();
        quotas.close();
    }
}
