package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.sterna.persistence.blob.Content;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.ClientTls;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.ClientPhase;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** A relay that trusts {@link TestCertificate} and finds the hosts of any domain where the test says. */
final class RelayFixture implements AutoCloseable {
    static final String DOMAIN = "outside.example";
    private static final int PATIENCE_SECONDS = 90;

    final CountingQuotas quotas = new CountingQuotas();
    final List<String> recorded = new CopyOnWriteArrayList<>();
    Transports transports = new Transports(TransportMap.EMPTY, domain -> Optional.empty(), 25);
    ClientTls tls = ClientTls.trusting(List.of(TestCertificate.certificate()), Map.of());
    Credentials credentials = Credentials.of(Map.of());
    Sources sources = Sources.ANY;
    OwnAddresses own = OwnAddresses.NONE;
    TlsPolicy policy = TlsPolicy.AS_TRANSPORT;
    final List<TlsOutcomes.TlsOutcome> outcomes = new CopyOnWriteArrayList<>();
    Clock clock = Clock.systemUTC();
    int maxConnections = 100;
    long maxConversion = 1_000_000;
    Duration handshake = Duration.ofSeconds(20);
    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "relay", ConfigFactory.parseString(
            "pekko { loglevel = WARNING, actor.provider = local, log-dead-letters = off }").withFallback(ConfigFactory.load()));
    private final List<ScriptedHost> hosts = new ArrayList<>();
    private MailHosts found = new MailHosts.TemporaryFailure("silence");
    private Optional<Relay> relay = Optional.empty();

    static Map<ForwardPath, RcptParameters> recipients(ForwardPath... paths) {
        Map<ForwardPath, RcptParameters> recipients = new LinkedHashMap<>();
        for (ForwardPath path : paths) {
            recipients.put(path, RcptParameters.NONE);
        }
        return recipients;
    }

    static ForwardPath path(String address) {
        return ForwardPath.parse("<" + address + ">").orElseThrow();
    }

    static Function<String, String> offering(String... keywords) {
        return said -> said.startsWith("EHLO") ? "250-host.example.net\r\n250-" + String.join("\r\n250-", keywords) + "\r\n250 HELP"
                : ScriptedHost.willing(said);
    }

    static Function<String, String> but(String said, String answer) {
        return each -> each.startsWith(said) ? answer : ScriptedHost.willing(each);
    }

    /** A host at 127.0.0.1, 127.0.0.2 and so on; all have the port of the first. */
    ScriptedHost host(Function<String, String> script) throws IOException {
        return host(hosts.size() + 1, script);
    }

    ScriptedHost host(int last, Function<String, String> script) throws IOException {
        ScriptedHost host = new ScriptedHost(address(last), hosts.isEmpty() ? 0 : hosts.get(0).port(), script);
        hosts.add(host);
        return host;
    }

    ScriptedHost host(ScriptedHost host) {
        hosts.add(host);
        return host;
    }

    /** The MX records of the domain name the hosts so. */
    void found(String... names) throws IOException {
        List<MailHost> all = new ArrayList<>();
        for (String name : names) {
            all.add(new MailHost(all.size(), name, List.of(address(all.size() + 1))));
        }
        found = new MailHosts.Hosts(all);
    }

    void found(MailHosts hosts) {
        found = hosts;
    }

    static InetAddress address(int last) throws IOException {
        return InetAddress.getByName("127.0.0." + last);
    }

    int port() {
        return hosts.isEmpty() ? 25 : hosts.get(0).port();
    }

    private RelaySettings settings() {
        return new RelaySettings("mail.example.org", port(), Duration.ofSeconds(30), phase -> phase == ClientPhase.TLS ? handshake : Duration.ofSeconds(20),
                10, maxConnections, maxConversion, AddressFamilies.IPV6_FIRST);
    }

    /** One for the whole test. */
    Relay relay() {
        if (relay.isEmpty()) {
            relay = Optional.of(relay(resolver()));
        }
        return relay.get();
    }

    Relay relay(MailResolver resolver) {
        return new Relay(system, settings(), quotas, transports, new RelayTools(resolver, tls, credentials, sources, own, policy, outcomes::add, clock, new Random(1)));
    }

    private MailResolver resolver() {
        return new MailResolver() {
            @Override
            public CompletionStage<MailHosts> mailHosts(String domain) {
                return CompletableFuture.completedFuture(found);
            }

            /** Localhost is the first host, as its certificate says. */
            @Override
            public CompletionStage<MailHosts> hostAddresses(String host) {
                try {
                    return CompletableFuture.completedFuture(host.startsWith("nowhere") ? new MailHosts.NoSuchDomain()
                            : new MailHosts.Hosts(List.of(new MailHost(0, host, List.of(address(1))))));
                } catch (IOException e) {
                    throw new AssertionError("an address is not looked up", e);
                }
            }
        };
    }

    RelayJob job(String reversePath, Transport.Host transport, Content content, MailParameters parameters, ForwardPath... recipients) {
        return new RelayJob("test", ReversePath.parse("<" + reversePath + ">").orElseThrow(), recipients(recipients), transport, content,
                () -> Optional.of(parameters), (host, security, octets) -> {
                    recorded.add(host);
                    return CompletableFuture.completedFuture(null);
                }, Optional.empty(), 0);
    }

    RelayResult relay(String reversePath, Optional<String> nextHop, Content content, MailParameters parameters, ForwardPath... recipients) throws Exception {
        ReversePath sender = ReversePath.parse("<" + reversePath + ">").orElseThrow();
        Transport.Host transport = (Transport.Host) relay().transports().transport(recipients[0], DOMAIN, nextHop, Optional.empty(), sender);
        return relay(job(reversePath, transport, content, parameters, recipients));
    }

    RelayResult relay(RelayJob job) throws Exception {
        return relay().attempt(job).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    RelayResult relay(Content content, ForwardPath... recipients) throws Exception {
        return relay("alice@example.org", Optional.empty(), content, MailParameters.NONE, recipients);
    }

    /** Waits until it is so. */
    static void eventually(String what, BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        relay.ifPresent(Relay::close);
        for (ScriptedHost host : hosts) {
            host.close();
        }
        system.terminate();
    }
}
