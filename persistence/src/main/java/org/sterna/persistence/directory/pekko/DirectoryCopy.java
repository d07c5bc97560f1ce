package org.sterna.persistence.directory.pekko;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.directory.Directory;

/** A node's copy of the directory: read from any thread without asking. */
public final class DirectoryCopy {
    private final AtomicReference<Directory> current = new AtomicReference<>(Directory.EMPTY);
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    /** The directory as this node knows it: at most as old as one message between nodes. */
    public Directory current() {
        return current.get();
    }

    /** Completes when the first copy has arrived. */
    public CompletionStage<Void> loaded() {
        return first;
    }

    /** The actor that keeps the copy up to date. */
    public Behavior<Directory> follow(ClusterSharding sharding) {
        return Behaviors.withTimers(timers -> Behaviors.setup(context -> {
            Directory again = new Directory(Directory.EMPTY.settings(), Directory.EMPTY.aliases(), Directory.EMPTY.routes(), -1);
            timers.startTimerWithFixedDelay(again, Duration.ofSeconds(3));
            context.getSelf().tell(again);
            return Behaviors.receiveMessage(directory -> {
                if (directory == again) {
                    DirectoryEntity.ref(sharding).tell(new DirectoryEntity.Subscribe(context.getSelf(),
                            first.isDone() ? current.get().events() : -1));
                } else {
                    current.set(directory);
                    first.complete(null);
                }
                return Behaviors.same();
            });
        }));
    }
}
