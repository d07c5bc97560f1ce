package org.sterna.persistence.embedded.cassandra;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several Cassandra nodes on this machine that make one cluster, each with an address and a folder of its own: for drills and tests. Each can be killed, stopped,
 * continued and started again. If this process dies, all of them end after the grace time.
 */
public final class CassandraRing implements AutoCloseable {
    /** Of CQL, on every node. */
    public static final int NATIVE_PORT = 9042;

    private static final int STORAGE_PORT = 7000;
    private static final int HEAP_MIB = 384;
    private static final BigInteger RING = BigInteger.ONE.shiftLeft(Long.SIZE);

    /**
     * One place for a node.
     *
     * @param name    of its folder
     * @param address an IP address that the others reach
     * @param prefix  what comes before the command that starts it, to enter a network namespace; may be empty
     */
    public record Place(String name, String address, List<String> prefix) {
        public Place {
            prefix = List.copyOf(prefix);
        }
    }

    private final List<RingMember> members;

    private CassandraRing(List<RingMember> members) {
        this.members = List.copyOf(members);
    }

    /**
     * Takes the folders and starts nothing.
     *
     * @param lib    the folder of Cassandra's jars
     * @param folder in which each node gets one of its own
     * @throws EmbeddedCassandraException if one of the folders is in use
     */
    public static CassandraRing prepare(Path lib, Path folder, List<Place> places) throws InterruptedException {
        List<String> seeds = places.stream().map(place -> place.address() + ":" + STORAGE_PORT).toList();
        List<RingMember> members = new ArrayList<>();
        try {
            for (int index = 0; index < places.size(); index++) {
                Place place = places.get(index);
                EmbeddedCassandraSettings settings = EmbeddedCassandraSettings.in(folder.resolve(place.name()), lib)
                        .withMaxHeapMiB(HEAP_MIB).withGrace(Duration.ofSeconds(5));
                members.add(RingMember.own(settings, new CassandraEndpoint(place.address(), NATIVE_PORT, STORAGE_PORT, seeds,
                        token(index, places.size()), place.prefix())));
            }
            return new CassandraRing(members);
        } catch (InterruptedException | RuntimeException e) {
            members.forEach(RingMember::close);
            throw e;
        }
    }

    /** Evenly spread over all tokens, from the lowest. */
    static long token(int index, int count) {
        return BigInteger.valueOf(Long.MIN_VALUE).add(RING.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count))).longValueExact();
    }

    /**
     * Starts the first node, then the others together, and returns when each answers CQL: of nodes that found a ring in the same moment, two may make its
     * own tables, each with identifiers of its own.
     *
     * @throws EmbeddedCassandraException if one ends, or is silent for the start timeout
     */
    public void start() throws InterruptedException {
        members.get(0).launch();
        members.get(0).awaitAnswer();
        List<RingMember> others = members.subList(1, members.size());
        others.forEach(RingMember::launch);
        for (RingMember member : others) {
            member.awaitAnswer();
        }
    }

    public List<RingMember> members() {
        return members;
    }

    public List<InetSocketAddress> contactPoints() {
        return IntStream.range(0, members.size()).mapToObj(index -> members.get(index).contactPoint()).toList();
    }

    /** Kills all nodes and gives their folders back. */
    @Override
    public void close() {
        members.forEach(RingMember::close);
    }
}
