package org.sterna.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.sterna.persistence.identity.Incarnation;

/**
 * A node's data folder, held by a lock that the kernel releases when the process ends: whoever holds it knows that the
 * incarnation named in it is no longer running.
 */
final class NodeFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private NodeFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    static NodeFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel = FileChannel.open(folder.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new NodeException("a node is running on " + folder + " already: stop it with ./sterna stop --data " + folder
                        + ", or give another folder with --data");
            }
            return new NodeFolder(folder, channel, lock);
        } catch (IOException e) {
            throw new NodeException("the data folder " + folder + " cannot be used (" + e + "): make it writable, or give another one with --data", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;                            // held by this very process
        }
    }

    private Path incarnationFile() {
        return folder.resolve("incarnation");
    }

    /** The run before this one, whose process has ended. */
    Optional<Incarnation> predecessor() {
        return incarnation(folder);
    }

    static Optional<Incarnation> incarnation(Path folder) {
        try {
            Path file = folder.resolve("incarnation");
            return Files.exists(file) ? Optional.of(new Incarnation(Files.readString(file).strip())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new NodeException("the file incarnation in " + folder + " cannot be read: " + e, e);
        }
    }

    void name(Incarnation incarnation) {
        try {
            Path next = folder.resolve("incarnation.new");
            Files.writeString(next, incarnation.value() + "\n");
            Files.move(next, incarnationFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new NodeException("the data folder " + folder + " cannot be written: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
