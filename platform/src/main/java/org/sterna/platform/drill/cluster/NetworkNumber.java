package org.sterna.platform.drill.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Which of 250 networks this process has: as long as it lives it holds the lock of its number, so whatever bears a number that nobody holds was left by a process
 * that was killed. Numbers are the third octet of the addresses.
 */
final class NetworkNumber implements AutoCloseable {
    static final int COUNT = 250;

    // The kernel drops a process's lock when any descriptor of the file is closed in it: so a second one is never opened here.
    private static final Set<Integer> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final int number;
    private final FileChannel channel;

    private NetworkNumber(int number, FileChannel channel) {
        this.number = number;
        this.channel = channel;
    }

    /** The first number that nobody holds and that will do. */
    static NetworkNumber first(IntPredicate suitable) {
        for (int number = 1; number <= COUNT; number++) {
            Optional<NetworkNumber> held = of(number);
            if (held.isPresent() && suitable.test(number)) {
                return held.get();
            }
            held.ifPresent(NetworkNumber::close);
        }
        throw new ClusterException("no network is free on this machine: all numbers from 1 to " + COUNT + " are taken");
    }

    /** This number, unless somebody holds it. */
    static Optional<NetworkNumber> of(int number) {
        if (!HELD_HERE.add(number)) {
            return Optional.empty();
        }
        Optional<NetworkNumber> held = Optional.empty();
        try {
            held = lock(number);
            return held;
        } finally {
            if (held.isEmpty()) {
                HELD_HERE.remove(number);
            }
        }
    }

    private static Optional<NetworkNumber> lock(int number) {
        try {
            // One folder for each user: a file of another one could not be opened.
            Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "sterna-networks-" + System.getProperty("user.name")));
            FileChannel channel = FileChannel.open(folder.resolve(number + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new NetworkNumber(number, channel));
        } catch (IOException e) {
            throw new ClusterException("cannot lock the number of a network: " + e, e);
        }
    }

    int value() {
        return number;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ClusterException("cannot give back the number of a network: " + e, e);
        } finally {
            HELD_HERE.remove(number);
        }
    }
}
