package org.sterna.persistence.journal.pekko.cassandra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$BeginHandOff;
import org.apache.pekko.cluster.sharding.ShardCoordinator$Internal$HandOff;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entities that Cluster Sharding runs on this node, by the names of their journals (docs/adr/0031). */
final class Residents {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ActorSystem system;
    private final HashCodeMessageExtractor<Object> shards;

    Residents(ActorSystem system) {
        this.system = system;
        shards = new HashCodeMessageExtractor<>(system.settings().config().getInt("pekko.cluster.sharding.number-of-shards"));
    }

    /**
     * Ends an entity whose journal passes to another node, if it still runs here: it would go on telling a state that others have changed. Sharding ends it
     * before it is started elsewhere, so if it runs, two nodes think that its shard is theirs: this one gives it up, too, as if the coordinator had said so, and asks
     * the coordinator for its place when the next message for it comes.
     *
     * @return completes when it will handle no message that comes from now on; never fails
     */
    CompletionStage<Void> end(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        if (bar < 0) {
            return CompletableFuture.completedFuture(null);
        }
        String region = "/system/sharding/" + name(persistenceId.substring(0, bar));
        String id = persistenceId.substring(bar + 1);
        String shard = shards.shardId(id);
        return system.actorSelection(region + "/" + shard + "/" + name(id)).resolveOne(PATIENCE).handle((entity, absent) -> {
            if (absent == null) {
                LOG.warn("{} passed to another node while it ran here: two nodes thought that shard {} was theirs", persistenceId, shard);
                entity.tell(PoisonPill.getInstance(), ActorRef.noSender());
                system.actorSelection(region).tell(new ShardCoordinator$Internal$BeginHandOff(shard), ActorRef.noSender());
                system.actorSelection(region).tell(new ShardCoordinator$Internal$HandOff(shard), ActorRef.noSender());
            }
            return null;
        });
    }

    private static String name(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}
