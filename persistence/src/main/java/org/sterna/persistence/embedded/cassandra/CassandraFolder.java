package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The folder with its two locks: one says which node owns it, the other whether a child lives in it. */
final class CassandraFolder implements AutoCloseable {
    private static final int OWNER_ROUNDS = 40;
    private static final int OWNER_ROUND_MILLIS = 25;
    private static final int QUOTED_LINES = 12;
    // The kernel drops a process's lock when any descriptor of the file is closed in it: so a second one is never opened here.
    private static final Set<Path> OWNED_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel owner;

    private CassandraFolder(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /** Makes the folder and takes its ownership; fails when another living node has it. */
    static CassandraFolder own(Path path) throws InterruptedException {
        if (!OWNED_BY_THIS_JVM.add(path)) {
            throw inUse(path);
        }
        CassandraFolder owned = null;
        try {
            owned = lockOwner(path);
            return owned;
        } finally {
            if (owned == null) {
                OWNED_BY_THIS_JVM.remove(path);
            }
        }
    }

    private static CassandraFolder lockOwner(Path path) throws InterruptedException {
        try {
            Files.createDirectories(path.resolve("logs"));
            Files.createDirectories(path.resolve("tmp"));
            FileChannel channel = FileChannel.open(path.resolve(CassandraGuard.OWNER_LOCK), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            // A lone child takes the lock for a moment, twice a second, to learn that it is alone: so one refusal says nothing.
            for (int round = 0; round < OWNER_ROUNDS; round++) {
                if (lock(channel).isPresent()) {
                    return new CassandraFolder(path, channel);
                }
                Thread.sleep(OWNER_ROUND_MILLIS);               // nobody is told when a lock is free
            }
            channel.close();
            throw inUse(path);
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot use the folder " + path + " for Cassandra: " + e, e);
        }
    }

    private static EmbeddedCassandraException inUse(Path path) {
        return new EmbeddedCassandraException("another node is running on " + path + "; stop it first or choose another data folder");
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Whether a child lives here, be it ours or one that a dead node left. */
    boolean occupied() {
        try (FileChannel channel = FileChannel.open(file(CassandraGuard.CHILD_LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            return lock(channel).isEmpty();
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot look at " + file(CassandraGuard.CHILD_LOCK) + ": " + e, e);
        }
    }

    /** Whether this child has said that its ports are open. */
    boolean isReady(long pid) {
        try {
            return Files.readString(file(CassandraGuard.READY)).equals(Long.toString(pid));
        } catch (NoSuchFileException notYet) {
            return false;
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot read " + file(CassandraGuard.READY) + ": " + e, e);
        }
    }

    /** The end of what the child last said, for an error message. */
    String lastLines() {
        String said = tail(file("logs/console.log"));
        return said.isBlank() ? tail(file("logs/system.log")) : said;
    }

    private static String tail(Path log) {
        if (!Files.isReadable(log)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            String[] all = lines.filter(line -> !line.isBlank()).toArray(String[]::new);
            int from = Math.max(0, all.length - QUOTED_LINES);
            return String.join("\n", Arrays.copyOfRange(all, from, all.length));
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e + ")";
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {           // another one in this very JVM
            return Optional.empty();
        }
    }

    /** Gives the ownership back. */
    @Override
    public void close() {
        try {
            owner.close();
            OWNED_BY_THIS_JVM.remove(path);
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot release " + file(CassandraGuard.OWNER_LOCK) + ": " + e, e);
        }
    }
}
