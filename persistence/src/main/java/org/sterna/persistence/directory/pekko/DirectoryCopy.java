package org.sterna.persistence.directory.pekko;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.Behavior;
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
    public Behavior<?> follow(ClusterSharding sharding) {
        return DirectoryFollower.create(this, DirectoryEntity.ref(sharding)::tell);
    }

    /** Number of the last event; -1 as long as nothing is known. */
    long known() {
        return first.isDone() ? current.get().events() : -1;
    }

    void put(Directory directory) {
        current.set(directory);
        first.complete(null);
    }
}
