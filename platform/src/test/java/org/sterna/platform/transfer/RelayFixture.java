package org.sterna.platform.transfer;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.OpportunisticTls;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** A relay that trusts {@link TestCertificate} and finds the hosts of outside.example where the test says. */
final class RelayFixture implements AutoCloseable {
    static final String DOMAIN = "outside.example";
    private static final int PATIENCE_SECONDS = 40;

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "relay", ConfigFactory.parseString(
            "pekko { loglevel = WARNING, actor.provider = local, log-dead-letters = off }").withFallback(ConfigFactory.load()));
    private final List<ScriptedHost> hosts = new ArrayList<>();
    private MailHosts found = new MailHosts.TemporaryFailure("silence");

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

    /** A host at 127.0.0.1, 127.0.0.2 and so on; all have the port of the first. */
    ScriptedHost host(Function<String, String> script) throws IOException {
        ScriptedHost host = new ScriptedHost(address(hosts.size() + 1), hosts.isEmpty() ? 0 : hosts.get(0).port(), script);
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

    private static InetAddress address(int last) throws IOException {
        return InetAddress.getByName("127.0.0." + last);
    }

    Relay relay() {
        MailResolver resolver = new MailResolver() {
            @Override
            public CompletionStage<MailHosts> mailHosts(String domain) {
                return CompletableFuture.completedFuture(found);
            }

            /** Localhost is the first host, as its certificate says. */
            @Override
            public CompletionStage<MailHosts> hostAddresses(String host) {
                try {
                    return CompletableFuture.completedFuture(new MailHosts.Hosts(List.of(new MailHost(0, host, List.of(address(1))))));
                } catch (IOException e) {
                    throw new AssertionError("an address is not looked up", e);
                }
            }
        };
        return new Relay(system, new RelaySettings("mail.example.org", hosts.isEmpty() ? 25 : hosts.get(0).port(), Duration.ofSeconds(5),
                phase -> Duration.ofSeconds(20), 10, 2), resolver, new DirectoryCopy(), new OpportunisticTls(), new VerifiedTls(TestCertificate.context()));
    }

    RelayResult relay(String reversePath, Optional<String> nextHop, Content content, MailParameters parameters, ForwardPath... recipients) throws Exception {
        return relay().attempt(new RelayJob("test", ReversePath.parse("<" + reversePath + ">").orElseThrow(), recipients(recipients),
                new RelayJob.Hop(DOMAIN, nextHop), content, () -> Optional.of(parameters), host -> CompletableFuture.completedFuture(null)))
                .toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        for (ScriptedHost host : hosts) {
            host.close();
        }
        system.terminate();
    }
}
