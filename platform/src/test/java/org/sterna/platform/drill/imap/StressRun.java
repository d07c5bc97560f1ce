package org.sterna.platform.drill.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Many clients at once, a thread each, with a {@link QuietPoint} from time to time, and a {@link LogCheck} behind it. */
public final class StressRun {
    private final StressWorld world;
    private final long seed;
    private final LogCheck logs;
    private final List<StressClient> clients = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private long actions;
    private int compared;

    /** @param source of the logs of the mailboxes' events */
    public StressRun(StressWorld world, long seed, LogCheck.Source source) {
        this.world = world;
        this.seed = seed;
        this.logs = new LogCheck(world, source);
    }

    /**
     * Runs so long, but to the next quiet point.
     *
     * @param between quiet points
     * @throws ProtocolError with the client's conversation, if a server broke a rule
     */
    public void run(int count, Duration time, Duration between) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            for (int number = 0; number < count; number++) {
                clients.add(new StressClient(world, number, Mode.values()[number % Mode.values().length], seed));
            }
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) {
                round(threads, System.nanoTime() + between.toNanos());
                compared += QuietPoint.reached(world, clients);
                logs.quiet(clients);
            }
        } finally {
            threads.shutdownNow();
            for (StressClient each : clients) {
                each.close();
            }
        }
    }

    private void round(ExecutorService threads, long until) throws InterruptedException {
        List<Future<Long>> running = new ArrayList<>();
        for (StressClient client : clients) {
            running.add(threads.submit(() -> {
                long acted = 0;
                try {
                    while (System.nanoTime() - until < 0 && !broken.get()) {
                        client.act();
                        acted++;
                    }
                    return acted;
                } catch (RuntimeException | Error e) {
                    broken.set(true);
                    throw e;
                }
            }));
        }
        Optional<Throwable> first = Optional.empty();
        for (Future<Long> each : running) {
            try {
                actions += each.get();
            } catch (ExecutionException e) {
                first = first.or(() -> Optional.of(e.getCause()));
            }
        }
        if (first.isPresent()) {
            throw new ProtocolError("seed " + seed + ": " + first.get().getMessage(), first.get());
        }
    }

    /** How many views of sessions were compared with a new one, at all quiet points so far. */
    public int compared() {
        return compared;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + actions + " actions of " + clients.size() + " clients, " + compared + " views compared, " + logs + "; " + world.counts();
    }
}
