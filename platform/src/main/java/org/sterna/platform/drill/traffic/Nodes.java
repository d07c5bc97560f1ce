package org.sterna.platform.drill.traffic;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Where the nodes are, and which of them are being maltreated. Any thread may use it. */
public final class Nodes {
    private final List<InetSocketAddress> smtp;
    private final List<InetSocketAddress> imaps;
    private final Set<Integer> hurt = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faults = new AtomicInteger();

    /** @param smtp and {@code imaps} of each node, in the same order */
    public Nodes(List<InetSocketAddress> smtp, List<InetSocketAddress> imaps) {
        this.smtp = List.copyOf(smtp);
        this.imaps = List.copyOf(imaps);
    }

    public int count() {
        return smtp.size();
    }

    InetSocketAddress smtp(int node) {
        return smtp.get(node);
    }

    InetSocketAddress imaps(int node) {
        return imaps.get(node);
    }

    /** From now on nothing is expected of it. */
    public void hurt(int node) {
        faults.incrementAndGet();
        hurt.add(node);
    }

    /** It is as good as the others again. */
    public void well(int node) {
        hurt.remove(node);
    }

    /** How often a node was maltreated until now. */
    int faults() {
        return faults.get();
    }

    boolean isHurt(int node) {
        return hurt.contains(node);
    }

    int any(Random random) {
        return random.nextInt(count());
    }

    /** One that is not being maltreated, if there is one. */
    int healthy(Random random) {
        List<Integer> all = IntStream.range(0, count()).boxed().filter(node -> !isHurt(node)).toList();
        return all.isEmpty() ? any(random) : all.get(random.nextInt(all.size()));
    }

    /** Whether it would be better to be elsewhere. */
    boolean isToBeLeft(int node) {
        return isHurt(node) && hurt.size() < count();
    }
}
