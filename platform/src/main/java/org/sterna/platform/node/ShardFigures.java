package org.sterna.platform.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import scala.jdk.javaapi.CollectionConverters;

/** How many shards and entities of each kind live on this node. They are counted where they are and not named, however many there are. */
final class ShardFigures {
    /** A region that does not answer in time is told as it was before. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    /** Of one kind. */
    record Counted(int shards, long entities) { }

    private final ActorSystem<?> system;
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();

    ShardFigures(ActorSystem<?> system) {
        this.system = system;
    }

    /** Completes when all regions have answered, or their time is over. */
    CompletionStage<Void> refresh() {
        ClusterSharding sharding = ClusterSharding.get(system.classicSystem());
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (String kind : CollectionConverters.asJava(sharding.shardTypeNames())) {
            ActorRef region = sharding.shardRegion(kind);
            answers.add(Patterns.ask(region, ShardRegion.getRegionStatsInstance(), ANSWER).handle((answer, failure) -> {
                if (answer instanceof ShardRegion.ShardRegionStats stats) {
                    counted.put(kind, count(stats));
                }
                return null;
            }).toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private static Counted count(ShardRegion.ShardRegionStats stats) {
        return new Counted(stats.getStats().size(), stats.getStats().values().stream().mapToLong(each -> ((Number) each).longValue()).sum());
    }

    /** By kind, as last refreshed. */
    Map<String, Counted> counted() {
        return Map.copyOf(counted);
    }
}
