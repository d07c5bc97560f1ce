package org.sterna.persistence.embedded.cassandra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Where the embedded Cassandra lives and how patient its node is.
 *
 * @param folder       data, generated configuration, logs and locks; made if absent, used by one node at a time
 * @param lib          the folder of Cassandra's jars, as the build leaves them
 * @param java         a JDK's home or its {@code java} executable; version 17 to 23
 * @param maxHeapMiB   the child's largest heap, at least 128
 * @param grace        how long the child outlives a node that died without stopping it, at least 1 s
 * @param startTimeout how long a start may take until CQL answers
 * @param stopTimeout  how long the child may drain after SIGTERM before it is killed
 * @param diskTimeout  how long the child waits for its own disk before it calls the outcome of a write unknown; of a read this is at least 5 s
 * @param reserved     ports that the child shall not take, because its node will need them
 */
public record EmbeddedCassandraSettings(Path folder, Path lib, Path java, int maxHeapMiB, Duration grace, Duration startTimeout,
                                        Duration stopTimeout, Duration diskTimeout, Set<Integer> reserved) {
    public EmbeddedCassandraSettings {
        folder = folder.toAbsolutePath().normalize();
        lib = lib.toAbsolutePath().normalize();
        reserved = Set.copyOf(reserved);
        if (maxHeapMiB < 128) {
            throw new IllegalArgumentException("maxHeapMiB is " + maxHeapMiB + ", the least is 128");
        }
        if (grace.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("grace is " + grace + ", the least is 1 s");
        }
    }

    /** The usual settings: this JVM's own JDK, 512 MiB, 60 s of grace, 120 s to start, 30 s to stop, 2 s for the disk. */
    public static EmbeddedCassandraSettings in(Path folder, Path lib) {
        return new EmbeddedCassandraSettings(folder, lib, Path.of(System.getProperty("java.home")), 512, Duration.ofSeconds(60),
                Duration.ofSeconds(120), Duration.ofSeconds(30), Duration.ofSeconds(2), Set.of());
    }

    public EmbeddedCassandraSettings withMaxHeapMiB(int heap) {
        return new EmbeddedCassandraSettings(folder, lib, java, heap, grace, startTimeout, stopTimeout, diskTimeout, reserved);
    }

    public EmbeddedCassandraSettings withGrace(Duration time) {
        return new EmbeddedCassandraSettings(folder, lib, java, maxHeapMiB, time, startTimeout, stopTimeout, diskTimeout, reserved);
    }

    public EmbeddedCassandraSettings withReserved(Set<Integer> ports) {
        return new EmbeddedCassandraSettings(folder, lib, java, maxHeapMiB, grace, startTimeout, stopTimeout, diskTimeout, ports);
    }

    Path executable() {
        return Files.isDirectory(java) ? java.resolve("bin").resolve("java") : java;
    }
}
