package org.sterna.platform.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    private final GuessRules rules;
    private final Clock clock;
    private final boolean enabled;
    private final Predicate<InetAddress> exempt;
    private final int ipv4Prefix;
    private final int ipv6Prefix;
    private final Consumer<Failure> spread;
    private final Cache<String, GuessRules.Tally> tallies;
    private final Cache<String, Boolean> familiar;

    /** @param spread takes each failure of this node, for the others and for the store; must not block */
    public GuessCounters(GuessSettings settings, LimitsSettings limits, Clock clock, Consumer<Failure> spread) {
        rules = new GuessRules(settings.window(), settings.account(), settings.network());
        this.clock = clock;
        this.spread = spread;
        enabled = limits.enabled();
        exempt = Network.any(settings.exempt());
        ipv4Prefix = limits.ipv4Prefix();
        ipv6Prefix = limits.ipv6Prefix();
        tallies = Caffeine.newBuilder().maximumSize(2L * settings.maxKeys()).expireAfterWrite(settings.window()).build();
        familiar = Caffeine.newBuilder().maximumSize(settings.maxKeys()).expireAfterWrite(Duration.ofDays(7)).build();
    }

    /** @param name as the client gave it, prepared if that is possible; empty if it gave none */
    Standing standing(String name, InetAddress remote) {
        if (!enabled || exempt.test(remote)) {
            return Standing.GOOD;
        }
        Instant now = clock.instant();
        String network = network(remote);
        GuessRules.Tally ofNetwork = tally(network);
        // Whoever has guessed for days must not keep the user out: the user's own network is known.
        boolean known = familiar.getIfPresent(account(name) + ' ' + network) != null;
        GuessRules.Tally ofAccount = known || name.isEmpty() ? GuessRules.Tally.NONE : tally(account(name));
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
            spread.accept(failure);
        }
    }

    void succeeded(String name, InetAddress remote) {
        if (enabled && !exempt.test(remote)) {
            familiar.put(account(name) + ' ' + network(remote), Boolean.TRUE);
        }
    }

    /** A failure on another node, or before the start of this one. */
    public void heard(Failure failure) {
        tallies.asMap().compute(failure.scope(), (scope, before) -> rules.add(before == null ? GuessRules.Tally.NONE : before, failure.at()));
    }

    private GuessRules.Tally tally(String scope) {
        GuessRules.Tally found = tallies.getIfPresent(scope);
        return found == null ? GuessRules.Tally.NONE : found;
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
