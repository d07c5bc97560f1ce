package org.sterna.platform.destination;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.sterna.persistence.destination.Condition;
import org.sterna.persistence.destination.FrozenNamesEvent;
import org.sterna.persistence.destination.Life;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.pekko.DestinationEntity;
import org.sterna.persistence.destination.pekko.FrozenDestinations;
import org.sterna.platform.asking.Asking;

/** What an operator asks of destinations, providers and source addresses. Thread-safe; stages fail when an entity does not answer in time. */
public final class Destinations {
    private final ClusterSharding sharding;
    private final GrantedQuotas quotas;

    /**
     * As this node knows a key.
     *
     * @param connections in use here
     * @param granted     connections that this node may have now
     * @param limits      cluster-wide
     * @param used        when somebody here asked last
     */
    public record Local(QuotaKey key, Standing standing, int connections, int granted, Limits limits, Instant used) { }

    public Destinations(ActorSystem<?> system, GrantedQuotas quotas) {
        this.sharding = ClusterSharding.get(system);
        this.quotas = quotas;
    }

    /** Those in use on this node, by kind and name. */
    public List<Local> list() {
        return quotas.local().stream().sorted(Comparator.comparing((Local local) -> local.key().kind()).thenComparing(local -> local.key().name())).toList();
    }

    /** Those that are frozen, anywhere; one that has just thawed may still be among them. */
    public CompletionStage<List<QuotaKey>> frozen() {
        return Asking.SOON.<FrozenDestinations.Message, FrozenDestinations.Listed>ask(FrozenDestinations.ref(sharding), FrozenDestinations.Names::new)
                .thenApply(listed -> listed.ids().stream().map(QuotaKey::parse).toList());
    }

    public CompletionStage<Life.View> show(QuotaKey key) {
        return Asking.SOON.ask(entity(key), DestinationEntity.Show::new);
    }

    /** Completes when it is durable; nothing is begun any more then, on any node that can be reached, and nowhere else after one length of a grant. */
    public CompletionStage<Done> freeze(QuotaKey key, String reason) {
        return note(new FrozenNamesEvent.NameAdded(key.entityId()))
                .thenCompose(noted -> Asking.SOON.ask(entity(key), replyTo -> new DestinationEntity.Freeze(reason, replyTo)));
    }

    public CompletionStage<Done> thaw(QuotaKey key) {
        return Asking.SOON.<DestinationEntity.Message, Done>ask(entity(key), DestinationEntity.Thaw::new).thenCompose(done -> note(new FrozenNamesEvent.NameRemoved(key.entityId())));
    }

    /** Ends the pause before the next probe; completes with how the key stands. */
    public CompletionStage<Condition> hurry(QuotaKey key) {
        return Asking.SOON.ask(entity(key), DestinationEntity.Hurry::new);
    }

    private EntityRef<DestinationEntity.Message> entity(QuotaKey key) {
        return DestinationEntity.ref(sharding, key.entityId());
    }

    private CompletionStage<Done> note(FrozenNamesEvent event) {
        return Asking.SOON.ask(FrozenDestinations.ref(sharding), replyTo -> new FrozenDestinations.Want(event, replyTo));
    }
}
