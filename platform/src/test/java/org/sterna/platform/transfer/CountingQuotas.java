package org.sterna.platform.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sterna.platform.destination.DestinationRule;
import org.sterna.platform.destination.Quota;
import org.sterna.platform.destination.QuotaKey;
import org.sterna.platform.destination.Quotas;
import org.sterna.platform.destination.Standing;

/** Quotas without grants: limits as a test sets them, and counts of what was taken and given back. Unless told otherwise a connection carries one message. */
public final class CountingQuotas implements Quotas {
    private final Map<QuotaKey, Counting> quotas = new ConcurrentHashMap<>();
    private final Map<String, String> providers = new ConcurrentHashMap<>();
    private volatile DestinationRule rule = new DestinationRule(20, 1, List.of(), 100, Duration.ofSeconds(20), List.of(),
            new DestinationRule.Retry(Optional.empty(), Optional.empty(), Optional.empty()));

    @Override
    public Counting of(QuotaKey key) {
        return quotas.computeIfAbsent(key, unused -> new Counting());
    }

    Counting destination(String name) {
        return of(new QuotaKey(QuotaKey.Kind.DESTINATION, name));
    }

    Counting provider(String name) {
        return of(new QuotaKey(QuotaKey.Kind.PROVIDER, name));
    }

    Counting source(String address) {
        return of(new QuotaKey(QuotaKey.Kind.SOURCE, address));
    }

    @Override
    public List<QuotaKey> providers(List<String> mxHosts) {
        return mxHosts.stream().filter(providers::containsKey).map(host -> new QuotaKey(QuotaKey.Kind.PROVIDER, providers.get(host))).distinct().toList();
    }

    /** The host is one of the provider's. */
    void provider(String name, String host) {
        providers.put(host, name);
    }

    @Override
    public DestinationRule rule(String destination) {
        return rule;
    }

    void rule(int messagesPerConnection, int recipientsPerMessage, Duration idle, List<String> sources) {
        rule = new DestinationRule(rule.connections(), messagesPerConnection, List.of(), recipientsPerMessage, idle, sources, rule.retry());
    }

    /** Connections that are taken of all keys together. */
    int connected() {
        return quotas.values().stream().mapToInt(Counting::connected).sum();
    }

    /** One key. */
    static final class Counting implements Quota {
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int limit = 20;
        private int tokens = 1_000_000;
        private int connected;
        private int mostConnected;
        private int sent;
        private int successes;
        private Standing standing = new Standing.Open();

        Counting limit(int connections) {
            synchronized (this) {
                limit = connections;
            }
            listeners.forEach(Runnable::run);
            return this;
        }

        Counting tokens(int messages) {
            synchronized (this) {
                tokens = messages;
            }
            listeners.forEach(Runnable::run);
            return this;
        }

        Counting stands(Standing now, int connections) {
            synchronized (this) {
                standing = now;
                limit = connections;
            }
            listeners.forEach(Runnable::run);
            return this;
        }

        @Override
        public synchronized boolean tryConnect() {
            if (connected >= limit) {
                return false;
            }
            mostConnected = Math.max(mostConnected, ++connected);
            return true;
        }

        @Override
        public synchronized void disconnected() {
            if (--connected < 0) {
                throw new AssertionError("given back twice");
            }
        }

        @Override
        public synchronized boolean trySend() {
            if (tokens == 0) {
                return false;
            }
            tokens--;
            sent++;
            return true;
        }

        @Override
        public synchronized void unsent() {
            tokens++;
            sent--;
        }

        @Override
        public synchronized int connections() {
            return limit;
        }

        @Override
        public synchronized int messages() {
            return tokens;
        }

        @Override
        public synchronized void succeeded() {
            successes++;
        }

        @Override
        public synchronized void failed(String reason) {
            failures.add(reason);
        }

        @Override
        public synchronized Standing standing() {
            return standing;
        }

        @Override
        public void onChange(Runnable listener) {
            listeners.add(listener);
        }

        synchronized int connected() {
            return connected;
        }

        synchronized int mostConnected() {
            return mostConnected;
        }

        synchronized int sent() {
            return sent;
        }

        synchronized int successes() {
            return successes;
        }

        synchronized List<String> failures() {
            return List.copyOf(failures);
        }
    }

    static Standing down(String reason) {
        return new Standing.Down(reason, Instant.EPOCH, Instant.EPOCH);
    }

    static Standing frozen(String reason) {
        return new Standing.Frozen(reason, Instant.EPOCH);
    }
}
