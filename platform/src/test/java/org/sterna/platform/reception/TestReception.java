package org.sterna.platform.reception;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.sterna.config.Service;
import org.sterna.config.SternaSettings;
import org.sterna.config.TlsMode;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;
import org.sterna.platform.credentials.AuthRules;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.policy.ClientLimits;
import org.sterna.platform.policy.Policies;
import org.sterna.platform.routing.AddressBook;
import org.sterna.platform.routing.RecipientVerifier;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.signing.MessageSealer;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.platform.trust.AccountJunk;
import org.sterna.platform.trust.AuthorPolicy;
import org.sterna.platform.trust.ContentVerifier;
import org.sterna.platform.trust.DmarcCollector;
import org.sterna.platform.trust.MessageChecks;
import org.sterna.protocols.dns.DnsLookup;

/** Ports that take mail, under any settings, on a {@link TestNode} and a {@link TestQueue}. */
public final class TestReception {
    private final TestNode node;
    private final TestQueue queue;
    private final SternaSettings settings;
    private final Clock clock;
    private final ClientLimits limits;
    private final Policies policies;
    private final Routing routing;
    private Authenticator logins;
    private DnsLookup dns = (name, type) -> CompletableFuture.completedFuture(new DnsLookup.Answer.Outage("there is none here", false));
    private ContentVerifier.Factory verifiers = ContentVerifier.Factory.NONE;
    private AuthorPolicy authors = AuthorPolicy.NONE;
    private Optional<DmarcCollector> collector = Optional.empty();
    private MessageSigner signer = MessageSigner.NONE;
    private MessageSealer sealer = MessageSealer.NONE;
    private Arrivals arrivals = Arrivals.UNHEARD;

    /**
     * @param clock what limits and lists go by
     * @param sets  {@code path=value}
     */
    public TestReception(TestNode node, TestQueue queue, Clock clock, String... sets) {
        this.node = node;
        this.queue = queue;
        this.clock = clock;
        List<String> all = new ArrayList<>(List.of("sterna.node.host-name=mail.example.org"));
        all.addAll(List.of(sets));
        settings = SternaSettings.load(Optional.empty(), all, Optional.of(Path.of("unused")), OptionalInt.empty());
        limits = new ClientLimits(settings.limits(), clock);
        policies = Policies.from(settings, limits, clock, Runnable::run);
        routing = new Routing(AddressBook.of(new AddressView(node.database())), queue.directory()::current, RecipientVerifier.UNABLE,
                account -> CompletableFuture.completedFuture(new QuotaUsage(0, 0, 0, 0)), QuotaLimits.NONE, settings.routing()).rewritingSenders(TestQueue.REWRITING, clock);
        logins = node.access().authenticator();
    }

    /** Another one than the node's, for ports opened from now on. */
    public TestReception withLogins(Authenticator authenticator) {
        logins = authenticator;
        return this;
    }

    /** What the checks of mail from elsewhere ask, on ports opened from now on; {@code sterna.trust.exempt-networks=[]} makes a test's clients strangers. */
    public TestReception withDns(DnsLookup lookup) {
        dns = lookup;
        return this;
    }

    /** Who looks at content on ports opened from now on. */
    public TestReception withVerifiers(ContentVerifier.Factory factory) {
        verifiers = factory;
        return this;
    }

    /** Who is asked last on ports opened from now on. */
    public TestReception withAuthors(AuthorPolicy policy) {
        authors = policy;
        return this;
    }

    /** Everything is checked, on ports opened from now on, as a node does it. */
    public TestReception withAll(DmarcCollector results) {
        collector = Optional.of(results);
        return this;
    }

    /** Seals what aliases lead elsewhere, on ports opened from now on. */
    public TestReception withSealer(MessageSealer messages) {
        sealer = messages;
        return this;
    }

    /** Signs what is submitted to ports opened from now on. */
    public TestReception withSigner(MessageSigner messages) {
        signer = messages;
        return this;
    }

    /** Who is told of what is accepted on ports opened from now on. */
    public TestReception withArrivals(Arrivals told) {
        arrivals = told;
        return this;
    }

    /** Opens a port of its own for a service. */
    public Listener listen(Service service) {
        return listen(service, UnaryOperator.identity());
    }

    /** Opens a port of its own for a service, bound in a special way. */
    public Listener listen(Service service, UnaryOperator<ListenerSettings> special) {
        ReceptionServices services = new ReceptionServices(queue.queue(), queue.claims(), queue.domainFlush(), routing, routing, policies,
                collector.map(each -> MessageChecks.of(settings.trust(), settings.node().hostName(), dns, each, clock, new SecureRandom()))
                        .orElseGet(() -> new MessageChecks(settings.trust(), settings.node().hostName(), dns, verifiers, authors, clock)),
                new AccountJunk(node.access().sharding(), clock, new SecureRandom()), limits, logins, queue.blobs(), node.access().sessionLog(),
                settings.listener(service).tls() == TlsMode.STARTTLS ? Optional.of(TestNode.engines()) : Optional.empty(), settings.intake().ttl(),
                clock, new SecureRandom(), signer, sealer, arrivals);
        ListenerSettings bind = ListenerSettings.clear("127.0.0.1", 0);
        return node.listen(special.apply(settings.listener(service).tls() == TlsMode.IMPLICIT ? bind.withImplicitTls(TestNode.engines()) : bind),
                SmtpConnection.behavior(services, ReceptionSettings.of(settings, service, AuthRules.of(settings.auth()).mechanisms())));
    }
}
