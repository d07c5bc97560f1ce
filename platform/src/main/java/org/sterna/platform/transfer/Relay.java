package org.sterna.platform.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.sterna.persistence.queue.Departures;
import org.sterna.platform.destination.Quota;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Quotas;

/**
 * Takes jobs to other hosts: one agent for each destination, as many connections and messages as the quotas allow. Thread-safe.
 *
 * <p>Limits that several destinations share (providers, source addresses, the connections of the node) may hold up an agent though its own destination has
 * room; such agents wait in turn, and whenever a connection has ended some of them try again.
 */
public final class Relay implements Departures, AutoCloseable {
    /** How long a host that could not be reached is tried after all others. */
    private static final Duration DEAD = Duration.ofMinutes(1);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofMinutes(1);
    private static final int QUESTIONS = 20;
    /** Agents that try again when a connection has ended: one would do, unless it waits for another limit. */
    private static final int RETRIES = 8;

    /**
     * One destination on this node.
     *
     * @param places  that are taken
     * @param queued  jobs in memory that no attempt runs for
     * @param running attempts
     * @param resting connections that are open without work
     */
    public record Load(String destination, int places, int queued, int running, int resting) { }

    private final ActorSystem<?> system;
    private final Transports transports;
    private final Shared shared;
    private final Questions questions;
    private final Map<String, DeliveryAgent> agents = new ConcurrentHashMap<>();
    private final Set<DeliveryAgent> blocked = new LinkedHashSet<>();
    private final Set<Quota> heard = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final Cancellable ticks;
    private volatile boolean closed;

    /** @param quotas limits of destinations, providers and source addresses */
    public Relay(ActorSystem<?> system, RelaySettings settings, Quotas quotas, Transports transports, RelayTools tools) {
        this.system = system;
        this.transports = transports;
        DeadHosts dead = new DeadHosts(tools.clock(), DEAD);
        Sessions sessions = new Sessions(system, settings, tools, quotas, this::onGone);
        this.shared = new Shared(this, settings, tools, quotas, dead, sessions, new LocalIpv6(tools.clock()), system.log());
        this.questions = new Questions(shared, QUESTIONS);
        this.ticks = system.scheduler().scheduleWithFixedDelay(TICK, TICK, this::tick, system.executionContext());
    }

    /** What agents and attempts share. */
    record Shared(Relay relay, RelaySettings settings, RelayTools tools, Quotas quotas, DeadHosts dead, Sessions sessions, BooleanSupplier ipv6, Logger log) {
        /** The quota of a destination; its changes reach its agent. */
        Quota watched(QuotaKey key) {
            return relay.watched(key);
        }

        void blocked(DeliveryAgent agent) {
            relay.block(agent);
        }

        void freed() {
            relay.retry();
        }
    }

    /**
     * Makes one attempt; the stage never fails: an outage is a deferral. The caller holds a place of the destination, and gives it back itself when it has
     * recorded the result.
     */
    public CompletionStage<RelayResult> attempt(RelayJob job) {
        return withAgent(job.transport().destination(), agent -> agent.attempt(job));
    }

    /** As {@link #attempt(RelayJob)} for a question, outside all limits but one of its own; one without an answer within the limit is given up, and its connection cut off. */
    CompletionStage<RelayResult> ask(RelayJob question, Duration limit) {
        return questions.ask(question, limit);
    }

    /** How copies leave. */
    public Transports transports() {
        return transports;
    }

    @Override
    public boolean tryStart(String destination) {
        return !closed && withAgent(destination, DeliveryAgent::tryStart);
    }

    @Override
    public void ended(String destination) {
        withAgent(destination, agent -> {
            agent.ended();
            return true;
        });
    }

    @Override
    public void whenOpen(String destination, Runnable wake) {
        withAgent(destination, agent -> {
            agent.whenOpen(wake);
            return true;
        });
    }

    /** Whoever asked to be told needs no place any more: he waits no longer, or the place he was told of goes to the next. Not for whoever took it. */
    public void forget(String destination, Runnable wake) {
        withAgent(destination, agent -> {
            agent.forget(wake);
            return true;
        });
    }

    /** Whether a place will be free soon: the destination is neither down nor frozen, and not too many wait for it already. */
    public boolean isOpen(String destination) {
        return !closed && withAgent(destination, DeliveryAgent::isOpen);
    }

    /** What goes on, by destinations with anything at all. */
    public List<Load> loads() {
        return agents.values().stream().map(DeliveryAgent::load).filter(load -> load.places() + load.queued() + load.running() + load.resting() > 0).toList();
    }

    /** Connections that are open on this node, but for questions. */
    public int connections() {
        return shared.sessions().pool().open();
    }

    /** Takes no job any more and takes leave where nothing is to be done; what runs comes to its end. */
    @Override
    public void close() {
        closed = true;
        ticks.cancel();
        agents.values().forEach(DeliveryAgent::close);
        shared.sessions().pool().closeAll(any -> true);
    }

    private <T> T withAgent(String destination, Function<DeliveryAgent, T> use) {
        while (true) {
            DeliveryAgent agent = agents.computeIfAbsent(destination, name -> new DeliveryAgent(name, shared));
            if (agent.isUsed(shared.tools().clock().instant())) {
                return use.apply(agent);
            }
            agents.remove(destination, agent);
        }
    }

    private Quota watched(QuotaKey key) {
        Quota quota = shared.quotas().of(key);
        if (heard.add(quota)) {
            // Elsewhere: whoever tells may hold locks.
            quota.onChange(() -> system.executionContext().execute(() -> {
                DeliveryAgent agent = agents.get(key.name());
                if (agent != null) {
                    agent.pump();
                }
            }));
        }
        return quota;
    }

    private void onGone(String destination) {
        DeliveryAgent agent = agents.get(destination);
        if (agent != null) {
            agent.pump();
        }
        retry();
    }

    private void block(DeliveryAgent agent) {
        synchronized (blocked) {
            blocked.add(agent);
        }
    }

    /** Some of those that wait for a shared limit, in turn. */
    private void retry() {
        synchronized (blocked) {
            if (blocked.isEmpty() || retrying.getAndSet(true)) {
                return;
            }
        }
        system.executionContext().execute(() -> {
            retrying.set(false);
            List<DeliveryAgent> some;
            synchronized (blocked) {
                some = new ArrayList<>(blocked).subList(0, Math.min(RETRIES, blocked.size()));
                some.forEach(blocked::remove);
            }
            some.forEach(DeliveryAgent::pump);
        });
    }

    private void tick() {
        Instant now = shared.tools().clock().instant();
        for (Map.Entry<String, DeliveryAgent> each : agents.entrySet()) {
            each.getValue().tick(now);
            if (each.getValue().retires(now.minus(FORGET))) {
                agents.remove(each.getKey(), each.getValue());
            }
        }
    }
}
