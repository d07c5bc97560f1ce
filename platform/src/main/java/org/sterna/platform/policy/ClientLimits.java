package org.sterna.platform.policy;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sterna.config.CountLimit;
import org.sterna.config.LimitsSettings;
import org.sterna.config.Network;
import org.sterna.config.RuleAction;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;

/**
 * How much one client network, one account and one domain of recipients may do. Sessions tell what happens, and ask before they let more
 * happen; a refusal names the limit. Counts are of this node, since its start. Trusted clients are neither counted nor limited. Thread-safe;
 * never waits.
 */
public final class ClientLimits implements Policy {
    private static final int LONGEST_KEY = 320;

    private final LimitsSettings settings;
    private final Clock clock;
    private final ScopeLimits<Network> networks;
    private final ScopeLimits<String> accounts;
    private final ScopeLimits<String> domains;
    private final ConcurrentMap<Network, Integer> open = new ConcurrentHashMap<>();

    /** @param settings with limits that are off where they are not wanted */
    public ClientLimits(LimitsSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        LimitsSettings.NetworkLimits network = settings.network();
        networks = new ScopeLimits<>("network", settings.maxKeys(), Map.of(
                Counted.CONNECTIONS, network.connections(), Counted.MESSAGES, network.messages(), Counted.RECIPIENTS, network.recipients(),
                Counted.FAILED_LOGINS, network.failedLogins(), Counted.UNKNOWN_RECIPIENTS, network.unknownRecipients()));
        LimitsSettings.AccountLimits account = settings.account();
        accounts = new ScopeLimits<>("account", settings.maxKeys(), Map.of(Counted.MESSAGES, account.messages(),
                Counted.RECIPIENTS, account.recipients(), Counted.FAILED_LOGINS, account.failedLogins()));
        LimitsSettings.RecipientDomainLimits domain = settings.recipientDomain();
        domains = new ScopeLimits<>("recipient-domain", settings.maxKeys(), Map.of(Counted.MESSAGES, domain.messages(),
                Counted.RECIPIENTS, domain.recipients(), Counted.UNKNOWN_RECIPIENTS, domain.unknownRecipients()));
    }

    // What sessions tell.

    /** A connection was made; to be told before {@link Question.Connected} is asked. */
    public void opened(Client client) {
        if (!client.trusted()) {
            Network network = network(client);
            networks.add(network, Counted.CONNECTIONS, clock.millis());
            if (settings.network().concurrentConnections().action() != RuleAction.OFF) {
                open.merge(network, 1, Integer::sum);
            }
        }
    }

    /**
     * A connection is over, refused or not. Exactly once for each that was opened.
     *
     * @param client with the address and the trust of {@link #opened}
     */
    public void closed(Client client) {
        if (!client.trusted()) {
            open.computeIfPresent(network(client), (network, count) -> count > 1 ? count - 1 : null);
        }
    }

    /**
     * Credentials were wrong. An outage is no such case.
     *
     * @param user the name in them
     */
    public void authFailed(Client client, String user) {
        if (!client.trusted()) {
            long now = clock.millis();
            networks.add(network(client), Counted.FAILED_LOGINS, now);
            accounts.add(key(user), Counted.FAILED_LOGINS, now);
        }
    }

    /** RCPT named a recipient that does not exist. */
    public void recipientUnknown(Client client, ForwardPath forwardPath) {
        if (!client.trusted()) {
            long now = clock.millis();
            networks.add(network(client), Counted.UNKNOWN_RECIPIENTS, now);
            if (forwardPath instanceof Address address) {
                domains.add(domain(address), Counted.UNKNOWN_RECIPIENTS, now);
            }
        }
    }

    /** RCPT was answered 250. */
    public void recipientAccepted(Client client, ForwardPath forwardPath) {
        if (!client.trusted()) {
            long now = clock.millis();
            networks.add(network(client), Counted.RECIPIENTS, now);
            client.account().ifPresent(account -> accounts.add(key(account), Counted.RECIPIENTS, now));
            if (forwardPath instanceof Address address) {
                domains.add(domain(address), Counted.RECIPIENTS, now);
            }
        }
    }

    /**
     * A message was answered 250.
     *
     * @param forwardPaths its recipients
     */
    public void messageAccepted(Client client, List<? extends ForwardPath> forwardPaths) {
        if (!client.trusted()) {
            long now = clock.millis();
            networks.add(network(client), Counted.MESSAGES, now);
            client.account().ifPresent(account -> accounts.add(key(account), Counted.MESSAGES, now));
            if (domains.limits(Counted.MESSAGES)) {
                Set<String> named = new HashSet<>();
                for (ForwardPath forwardPath : forwardPaths) {
                    if (forwardPath instanceof Address address && named.add(domain(address))) {
                        domains.add(domain(address), Counted.MESSAGES, now);
                    }
                }
            }
        }
    }

    // What they ask.

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public CompletionStage<Verdict> ask(Question question) {
        Verdict verdict = question.client().trusted() ? ScopeLimits.PASS : verdict(question);
        return verdict == ScopeLimits.PASS ? PASS : CompletableFuture.completedFuture(verdict);
    }

    private Verdict verdict(Question question) {
        Client client = question.client();
        if (question instanceof Question.Connected) {
            Network network = network(client);
            return worse(ofNetwork(network, Counted.FAILED_LOGINS), worse(concurrent(network), ofNetwork(network, Counted.CONNECTIONS)));
        }
        if (question instanceof Question.AuthenticationAsked asked) {
            return worse(ofNetwork(network(client), Counted.FAILED_LOGINS), ofAccount(asked.user(), Counted.FAILED_LOGINS));
        }
        if (question instanceof Question.SenderNamed) {
            return worse(ofNetwork(network(client), Counted.MESSAGES), ofAccount(client, Counted.MESSAGES));
        }
        if (question instanceof Question.RecipientNamed recipient) {
            Network network = network(client);
            Verdict ofClient = worse(worse(ofNetwork(network, Counted.UNKNOWN_RECIPIENTS), ofNetwork(network, Counted.RECIPIENTS)),
                    ofAccount(client, Counted.RECIPIENTS));
            return recipient.forwardPath() instanceof Address address ? worse(ofClient, ofDomain(domain(address))) : ofClient;
        }
        return ScopeLimits.PASS;
    }

    private Verdict concurrent(Network network) {
        CountLimit limit = settings.network().concurrentConnections();
        return limit.action() == RuleAction.OFF || open.getOrDefault(network, 0) <= limit.number() ? ScopeLimits.PASS
                : ScopeLimits.verdict("limits.network.concurrent-connections", limit.action(), Counted.CONNECTIONS, from(network), limit.words());
    }

    private Verdict ofNetwork(Network network, Counted what) {
        return networks.check(network, what, () -> from(network), clock.millis());
    }

    private Verdict ofAccount(Client client, Counted what) {
        return client.account().isPresent() ? ofAccount(client.account().get(), what) : ScopeLimits.PASS;
    }

    private Verdict ofAccount(String account, Counted what) {
        return accounts.limits(what) ? accounts.check(key(account), what, () -> "of account " + account, clock.millis()) : ScopeLimits.PASS;
    }

    private Verdict ofDomain(String domain) {
        Verdict verdict = ScopeLimits.PASS;
        for (Counted what : List.of(Counted.UNKNOWN_RECIPIENTS, Counted.RECIPIENTS, Counted.MESSAGES)) {
            verdict = worse(verdict, domains.check(domain, what, () -> "for domain " + domain, clock.millis()));
        }
        return verdict;
    }

    /** The first that refuses, or else the first that tags. */
    private static Verdict worse(Verdict first, Verdict second) {
        if (first instanceof Verdict.Refuse || second == ScopeLimits.PASS) {
            return first;
        }
        return first == ScopeLimits.PASS || second instanceof Verdict.Refuse ? second : first;
    }

    private Network network(Client client) {
        return settings.network(client.address());
    }

    private static String from(Network network) {
        boolean single = network.bits() == network.address().getAddress().length * 8;
        return "from " + (single ? network.address().getHostAddress() : network.toString());
    }

    private static String key(String account) {
        return (account.length() > LONGEST_KEY ? account.substring(0, LONGEST_KEY) : account).toLowerCase(Locale.ROOT);
    }

    private static String domain(Address address) {
        return address.domain().text();
    }
}
