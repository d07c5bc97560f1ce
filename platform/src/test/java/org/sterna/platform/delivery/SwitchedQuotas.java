package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
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

/** Everything is open until a test closes it. */
final class SwitchedQuotas implements Quotas {
    private final Map<String, Switch> switches = new ConcurrentHashMap<>();
    private final Map<String, DestinationRule.Retry> retries = new ConcurrentHashMap<>();

    @Override
    public Switch of(QuotaKey key) {
        return switches.computeIfAbsent(key.name(), unused -> new Switch());
    }

    Switch of(String destination) {
        return of(new QuotaKey(QuotaKey.Kind.DESTINATION, destination));
    }

    void retry(String destination, DestinationRule.Retry retry) {
        retries.put(destination, retry);
    }

    @Override
    public List<QuotaKey> providers(List<String> mxHosts) {
        return List.of();
    }

    @Override
    public DestinationRule rule(String destination) {
        return new DestinationRule(20, 20, List.of(), 100, Duration.ofSeconds(5), List.of(), retries.getOrDefault(destination, QueueSetup.usual()));
    }

    /** One key. */
    static final class Switch implements Quota {
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile Standing standing = new Standing.Open();
        private volatile int messages = 1000;

        private void change() {
            listeners.forEach(Runnable::run);
        }

        void down() {
            standing = new Standing.Down("no answer", Instant.EPOCH, Instant.EPOCH);
            change();
        }

        void open() {
            standing = new Standing.Open();
            messages = 1000;
            change();
        }

        /** It is open, and has had all it may have for now. */
        void exhausted() {
            messages = 0;
            change();
        }

        @Override
        public boolean tryConnect() {
            return connections() > 0;
        }

        @Override
        public void disconnected() { }

        @Override
        public boolean trySend() {
            return messages > 0;
        }

        @Override
        public void unsent() { }

        @Override
        public int connections() {
            return standing instanceof Standing.Open ? 20 : 0;
        }

        @Override
        public int messages() {
            return messages;
        }

        @Override
        public void succeeded() { }

        @Override
        public void failed(String reason) { }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public void onChange(Runnable listener) {
            listeners.add(listener);
        }
    }
}
