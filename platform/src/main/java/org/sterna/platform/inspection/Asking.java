package org.sterna.platform.inspection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Questions to entities, one of which may have been restarted a moment ago: what it was asked while it stopped is lost, and asked again. */
final class Asking {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 5;

    private Asking() { }

    static <M, T> CompletionStage<T> ask(EntityRef<M> entity, Function<ActorRef<T>, M> question) {
        return ask(entity, question, ATTEMPTS);
    }

    private static <M, T> CompletionStage<T> ask(EntityRef<M> entity, Function<ActorRef<T>, M> question, int attempts) {
        return entity.<T>ask(question::apply, PATIENCE).handle((answer, failure) -> failure == null ? CompletableFuture.completedFuture(answer)
                : attempts > 1 ? ask(entity, question, attempts - 1) : CompletableFuture.<T>failedFuture(failure)).thenCompose(stage -> stage);
    }
}
