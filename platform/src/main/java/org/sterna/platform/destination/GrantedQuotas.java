package org.sterna.platform.destination;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.sterna.persistence.destination.pekko.DestinationEntity;

/** The quotas of a node by grants of the {@link DestinationEntity} of each key. A quota that nobody uses and nobody holds is forgotten. */
public final class GrantedQuotas implements Quotas, AutoCloseable {
    private final Cache<QuotaKey, NodeQuota> quotas = Caffeine.newBuilder().weakValues().build();
    private final Clock clock;
    private final ActorRef<QuotaKeeper.Message> keeper;
    private volatile Rules rules;

    private GrantedQuotas(ActorSystem<?> system, String node, Rules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        this.keeper = system.systemActorOf(QuotaKeeper.create(new QuotaKeeper.Tools(node, this::rules,
                key -> Optional.ofNullable(quotas.getIfPresent(key)), () -> List.copyOf(quotas.asMap().values()), clock)), "quota-keeper-" + node, Props.empty());
    }

    /**
     * Starts them; {@link DestinationEntity#init} must have been called before.
     *
     * @param node the incarnation of this node
     */
    public static GrantedQuotas start(ActorSystem<?> system, String node, Rules rules, Clock clock) {
        return new GrantedQuotas(system, node, rules, clock);
    }

    /** Puts other rules into force: at once for {@link #rule}, and with the next grant, within seconds, for quotas. */
    public void rules(Rules others) {
        rules = others;
    }

    public Rules rules() {
        return rules;
    }

    @Override
    public Quota of(QuotaKey key) {
        return quotas.get(key, unused -> new NodeQuota(key, clock, quota -> keeper.tell(new QuotaKeeper.Look(quota))));
    }

    @Override
    public List<QuotaKey> providers(List<String> mxHosts) {
        return rules.providers(mxHosts);
    }

    @Override
    public DestinationRule rule(String destination) {
        return rules.rule(destination);
    }

    /** Those in memory. */
    List<Destinations.Local> local() {
        Rules now = rules;
        return quotas.asMap().values().stream().map(quota -> quota.local(now)).toList();
    }

    /** Gives back all grants; nothing is granted any more. */
    @Override
    public void close() {
        keeper.tell(QuotaKeeper.Order.STOP);
    }
}
