package org.sterna.platform.node;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.sterna.persistence.account.cassandra.AddressView;

/** Short texts that every node of the cluster is told, within moments and at most once; who must not miss one has another way, too. */
final class ClusterTopic {
    private final ActorRef<Topic.Command<String>> topic;

    private ClusterTopic(ActorRef<Topic.Command<String>> topic) {
        this.topic = topic;
    }

    /** @param heard is told every text, those of this node too, on a thread of the actors; must not block */
    static ClusterTopic start(ActorSystem<?> system, String name, Consumer<String> heard) {
        ActorRef<Topic.Command<String>> topic = system.systemActorOf(Topic.create(String.class, name), name, Props.empty());
        topic.tell(Topic.subscribe(system.systemActorOf(Behaviors.<String>receiveMessage(text -> {
            heard.accept(text);
            return Behaviors.same();
        }), name + "-subscriber", Props.empty())));
        return new ClusterTopic(topic);
    }

    /** From now on every node forgets an address when any of them has changed it: within moments, and when its memory ends at the latest. */
    static void spreadChanges(ActorSystem<?> system, AddressView addresses) {
        addresses.onChange(start(system, "changed-addresses", addresses::forget)::tell);
    }

    void tell(String text) {
        topic.tell(Topic.publish(text));
    }
}
