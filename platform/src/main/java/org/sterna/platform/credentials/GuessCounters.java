package org.sterna.platform.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sterna.config.GuessSettings;
import org.sterna.config.LimitsSettings;
import org.sterna.config.Network;
import org.sterna.persistence.account.cassandra.LoginFailures.Failure;

/**
 * Failed logins, counted for the name that was given, there or not, and for the client's network. A good login reads two counters of this
 * node and writes nothing; a failure is told to the other nodes and to the store. Thread-safe.
 */
public final class GuessCounters {
    private static final char ACCOUNT = 'a';
    private static final char NETWORK = 'n';
    private static final int LONGEST_NAME = 320;

    /**
     * What a client may expect.
     *
     * @param delay  of the answer
     * @param banned it is refused without being looked at
     */
    record Standing(Duration delay, boolean banned) {
        static final Standing GOOD = new Standing(Duration.ZERO, false);
    }

    /** Where it is known beyond this node: for the others, and in the store. */
    public interface Beyond {
        /** Takes each failure of this node; must not block. */
        void failed(Failure failure);

        /** Nothing counts any more that was counted for this account or network. */
        CompletionStage<Void> forgiven(String scope);
    }

    /**
     * Somebody is shut out.
     *
     * @param who      a name that was given, or a network
     * @param failures that were counted
     */
    public record Ban(String who, Instant until, int failures) { }

    private final GuessRules rules;
    private final Clock clock;
    private final boolean enabled;
    private final Predicate<InetAddress> exempt;
    private final int ipv4Prefix;
    private final int ipv6Prefix;
    private final Beyond beyond;
    private final Tallies accounts;
    private final Tallies networks;
    private final Cache<String, Boolean> familiar;

    public GuessCounters(GuessSettings settings, LimitsSettings limits, Clock clock, Beyond beyond) {
        rules = new GuessRules(settings.window(), settings.account(), settings.network());
        this.clock = clock;
        this.beyond = beyond;
        enabled = limits.enabled();
        exempt = Network.any(settings.exempt());
        ipv4Prefix = limits.ipv4Prefix();
        ipv6Prefix = limits.ipv6Prefix();
        accounts = new Tallies(rules, settings.maxKeys());
        networks = new Tallies(rules, settings.maxKeys());
        familiar = Caffeine.newBuilder().maximumSize(settings.maxKeys()).expireAfterWrite(Duration.ofDays(7)).build();
    }

    /** @param name as the client gave it, prepared if that is possible; empty if it gave none */
    Standing standing(String name, InetAddress remote) {
        if (!enabled || exempt.test(remote)) {
            return Standing.GOOD;
        }
        Instant now = clock.instant();
        String network = network(remote);
        GuessRules.Tally ofNetwork = tallies(network).get(network);
        // Whoever has guessed for days must not keep the user out: the user's own network is known.
        boolean known = familiar.getIfPresent(account(name) + ' ' + network) != null;
        GuessRules.Tally ofAccount = known || name.isEmpty() ? GuessRules.Tally.NONE : accounts.get(account(name));
        Duration longer = max(rules.delay(rules.network(), ofNetwork, now), rules.delay(rules.account(), ofAccount, now));
        return new Standing(longer, rules.isBanned(rules.network(), ofNetwork, now) || rules.isBanned(rules.account(), ofAccount, now));
    }

    /** A login that was looked at has failed. */
    void failed(String name, InetAddress remote) {
        if (!enabled || exempt.test(remote)) {
            return;
        }
        Instant now = clock.instant();
        // Who shows a bad token or certificate has named nobody.
        for (String scope : name.isEmpty() ? List.of(network(remote)) : List.of(account(name), network(remote))) {
            Failure failure = new Failure(scope, now);
            heard(failure);
            beyond.failed(failure);
        }
    }

    void succeeded(String name, InetAddress remote) {
        if (enabled && !exempt.test(remote)) {
            familiar.put(account(name) + ' ' + network(remote), Boolean.TRUE);
        }
    }

    /** A failure on another node, or before the start of this one. */
    public void heard(Failure failure) {
        tallies(failure.scope()).add(failure.scope(), failure.at(), clock.instant());
    }

    /** Whoever is shut out now, the longest first. */
    List<Ban> bans() {
        Instant now = clock.instant();
        return Stream.concat(bans(accounts, rules.account(), now), bans(networks, rules.network(), now))
                .sorted(Comparator.comparing(Ban::until).reversed().thenComparing(Ban::who)).toList();
    }

    private Stream<Ban> bans(Tallies tallies, GuessSettings.Threshold threshold, Instant now) {
        return tallies.copy().entrySet().stream().filter(each -> rules.isBanned(threshold, each.getValue(), now))
                .map(each -> new Ban(each.getKey().substring(1), rules.end(threshold, each.getValue()), each.getValue().count()));
    }

    /** Counts anew for a name, on all nodes; answers how many failures were counted. */
    CompletionStage<Integer> forgiveAccount(String name) {
        return forgive(account(name));
    }

    /**
     * As {@link #forgiveAccount}.
     *
     * @param network a whole one as it is counted, or an address in it
     */
    CompletionStage<Integer> forgiveNetwork(Network network) {
        boolean one = network.bits() == network.address().getAddress().length * 8;
        return forgive(one ? network(network.address()) : NETWORK + network.toString());
    }

    private CompletionStage<Integer> forgive(String scope) {
        int counted = forgiven(scope);
        return beyond.forgiven(scope).thenApply(done -> counted);
    }

    /** Another node was told so; answers how many failures were counted. */
    public int forgiven(String scope) {
        return tallies(scope).remove(scope).count();
    }

    private Tallies tallies(String scope) {
        return scope.charAt(0) == ACCOUNT ? accounts : networks;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String account(String name) {
        return ACCOUNT + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
    }

    private String network(InetAddress remote) {
        return NETWORK + Network.of(remote, remote.getAddress().length == 4 ? ipv4Prefix : ipv6Prefix).toString();
    }
}
