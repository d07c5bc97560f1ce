package org.sterna.persistence.journal.pekko.cassandra;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;

/**
 * How an entity's journal passes from one living node to another, as when a shard moves: the new owner asks the old one, which from its answer on
 * acknowledges nothing more of this entity. Sharding has stopped the entity there before; this holds even if it has not.
 */
final class Cession extends AbstractActor {
    private static final String NAME = "journal-cession";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<String> cede;

    private Cession(Consumer<String> cede) {
        this.cede = cede;
    }

    /** @param cede given a persistence id; when it returns nothing more is acknowledged */
    static ActorRef start(ActorSystem system, Consumer<String> cede) {
        return ((ExtendedActorSystem) system).systemActorOf(Props.create(Cession.class, () -> new Cession(cede)), NAME);
    }

    /** Fails if the node at this address does not answer. */
    static CompletionStage<Object> ask(ActorSystem system, String address, String persistenceId) {
        return Patterns.ask(system.actorSelection(address + "/system/" + NAME), persistenceId, PATIENCE);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(String.class, persistenceId -> {
            cede.accept(persistenceId);
            getSender().tell(persistenceId, getSelf());
        }).build();
    }
}
