package org.sterna.platform.destination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.destination.pekko.DestinationEntity;

/** Asks for the grants of all quotas of a node when they need one, and tells them what was granted. Holds those that are in use; others may be forgotten. */
final class QuotaKeeper extends AbstractBehavior<QuotaKeeper.Message> {
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);

    sealed interface Message { }

    /** A quota may have something to ask. */
    record Look(NodeQuota quota) implements Message { }

    private record Heard(DestinationEntity.Told told) implements Message { }

    enum Order implements Message { WAKE, STOP }

    private record Planned(Instant at, NodeQuota quota) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            return at.compareTo(other.at);
        }
    }

    /**
     * What it works with.
     *
     * @param node   the incarnation of this node
     * @param quotas the quota of a key, if anybody may still use it
     * @param all    of these
     */
    record Tools(String node, Supplier<Rules> rules, Function<QuotaKey, Optional<NodeQuota>> quotas, Supplier<Collection<NodeQuota>> all, Clock clock) { }

    private final TimerScheduler<Message> timers;
    private final Tools tools;
    private final ClusterSharding sharding;
    private final ActorRef<DestinationEntity.Told> ears;
    private final PriorityQueue<Planned> order = new PriorityQueue<>();
    private final Map<NodeQuota, Instant> planned = new HashMap<>();

    private QuotaKeeper(ActorContext<Message> context, TimerScheduler<Message> timers, Tools tools) {
        super(context);
        this.timers = timers;
        this.tools = tools;
        this.sharding = ClusterSharding.get(context.getSystem());
        this.ears = context.messageAdapter(DestinationEntity.Told.class, Heard::new);
    }

    static Behavior<Message> create(Tools tools) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new QuotaKeeper(context, timers, tools)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, look -> {
                    look(look.quota());
                    return sleep();
                })
                .onMessage(Heard.class, heard -> {
                    hear(heard.told());
                    return sleep();
                })
                .onMessageEquals(Order.WAKE, this::wake)
                .onMessageEquals(Order.STOP, this::stop)
                .build();
    }

    private Behavior<Message> wake() {
        Instant now = tools.clock().instant();
        while (!order.isEmpty() && !order.peek().at().isAfter(now)) {
            Planned next = order.poll();
            if (next.at().equals(planned.get(next.quota()))) {
                planned.remove(next.quota());
                look(next.quota());
            }
        }
        return sleep();
    }

    /** So that a planned end of the node leaves no grants behind, for which others would wait. */
    private Behavior<Message> stop() {
        Instant now = tools.clock().instant();
        tools.all().get().forEach(quota -> quota.leave(now).ifPresent(question -> ask(quota, question)));
        return Behaviors.stopped();
    }

    private void look(NodeQuota quota) {
        quota.question(tools.clock().instant()).ifPresent(question -> ask(quota, question));
        plan(quota);
    }

    private void ask(NodeQuota quota, NodeQuota.Question question) {
        DestinationEntity.ref(sharding, quota.key().entityId())
                .tell(new DestinationEntity.Ask(tools.node(), question.round(), question.report(), tools.rules().get().limits(quota.key()), ears));
    }

    private void plan(NodeQuota quota) {
        Optional<Instant> next = quota.nextLook();
        if (next.isEmpty()) {
            planned.remove(quota);
        } else if (!next.get().equals(planned.put(quota, next.get()))) {
            order.add(new Planned(next.get(), quota));
        }
    }

    private void hear(DestinationEntity.Told told) {
        Optional<NodeQuota> found = tools.quotas().apply(QuotaKey.parse(told.id()));
        if (found.isEmpty()) {
            return;
        }
        NodeQuota quota = found.get();
        if (told instanceof DestinationEntity.Answer answer) {
            if (quota.take(answer.round(), answer.reply(), tools.clock().instant())) {
                quota.tell();
            }
            look(quota);
        } else {
            quota.reconsider();
            look(quota);
        }
    }

    /** Not longer than a moment, for the clock may be set. */
    private Behavior<Message> sleep() {
        if (order.isEmpty()) {
            timers.cancel(Order.WAKE);
        } else {
            Duration pause = Duration.between(tools.clock().instant(), order.peek().at());
            timers.startSingleTimer(Order.WAKE, Order.WAKE, pause.isNegative() ? Duration.ZERO : pause.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : pause);
        }
        return this;
    }
}
