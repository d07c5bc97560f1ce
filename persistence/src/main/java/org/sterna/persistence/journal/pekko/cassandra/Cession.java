package org.sterna.persistence.journal.pekko.cassandra;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.sterna.persistence.identity.Incarnation;

/**
 * How an entity's journal passes from one living node to another, as when a shard moves: the new owner asks the old one, which from its answer on
 * acknowledges nothing more of this entity. Sharding has stopped the entity there before; this holds even if it has not.
 *
 * <p>A request names who is meant: another incarnation at the same address does not answer, because it knows nothing of what its predecessor has under way.
 */
final class Cession extends AbstractActor {
    /** Not the name of the days when a request was the persistence id alone: a node that understood only that would agree to anything. */
    private static final String NAME = "journal-cession-2";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * What is asked for.
     *
     * @param owner      who is to cede
     * @param generation up to which, included, nothing more is acknowledged
     */
    record Request(Incarnation owner, long generation, String persistenceId) {
        /** As it goes from node to node. */
        String text() {
            return owner + " " + generation + " " + persistenceId;
        }

        /** Empty if it is none. */
        static Optional<Request> of(String text) {
            String[] parts = text.split(" ", 3);
            try {
                return parts.length < 3 ? Optional.empty() : Optional.of(new Request(new Incarnation(parts[0]), Long.parseLong(parts[1]), parts[2]));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    private final Incarnation own;
    private final Function<Request, CompletionStage<Void>> cede;

    private Cession(Incarnation own, Function<Request, CompletionStage<Void>> cede) {
        this.own = own;
        this.cede = cede;
    }

    /** @param cede given what is asked of this incarnation; when that completes nothing more is acknowledged or told */
    static ActorRef start(ActorSystem system, Incarnation own, Function<Request, CompletionStage<Void>> cede) {
        return ((ExtendedActorSystem) system).systemActorOf(Props.create(Cession.class, () -> new Cession(own, cede)), NAME);
    }

    /** Fails if the node at this address does not answer, or is another incarnation. */
    static CompletionStage<Object> ask(ActorSystem system, String address, Request request) {
        return Patterns.ask(system.actorSelection(address + "/system/" + NAME), request.text(), PATIENCE);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(String.class, text -> Request.of(text).filter(request -> request.owner().equals(own)).ifPresent(request -> {
            ActorRef asker = getSender();
            cede.apply(request).thenRun(() -> asker.tell(text, getSelf()));
        })).build();
    }
}
