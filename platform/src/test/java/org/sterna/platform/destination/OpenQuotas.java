package org.sterna.platform.destination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** No limits to speak of, and nothing is ever down. */
public final class OpenQuotas implements Quotas {
    private static final int MANY = 1000;

    private static final Quota OPEN = new Quota() {
        @Override
        public boolean tryConnect() {
            return true;
        }

        @Override
        public void disconnected() { }

        @Override
        public boolean trySend() {
            return true;
        }

        @Override
        public void unsent() { }

        @Override
        public int connections() {
            return MANY;
        }

        @Override
        public int messages() {
            return MANY;
        }

        @Override
        public void succeeded() { }

        @Override
        public void failed(String reason) { }

        @Override
        public Standing standing() {
            return new Standing.Open();
        }

        @Override
        public void onChange(Runnable listener) { }
    };

    @Override
    public Quota of(QuotaKey key) {
        return OPEN;
    }

    @Override
    public List<QuotaKey> providers(List<String> mxHosts) {
        return List.of();
    }

    @Override
    public DestinationRule rule(String destination) {
        return new DestinationRule(MANY, MANY, List.of(), MANY, Duration.ofSeconds(5), List.of(),
                new DestinationRule.Retry(Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
