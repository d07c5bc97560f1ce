package org.sterna.platform.admin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The node's end of the admin socket, and of the admin port, if it has one. At most eight commands run at once, a few more wait, the rest is turned away by a closed
 * connection; none lasts longer than ten minutes without a sign of progress.
 */
public final class AdminServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 64;
    private static final int LONGEST_MINUTES = 10;

    private final Path data;
    private final Path socket;
    private final AdminHandler handler;
    private final ServerSocketChannel channel;
    private final Optional<AdminPort> port;
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING), daemon("admin-worker"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("admin-timer"));

    /**
     * Opens the socket; from now on the handler is called.
     *
     * @param data the node's data folder; made if absent, and closed to other users
     * @throws AdminException when another node serves the folder, or it cannot be written
     */
    public AdminServer(Path data, AdminHandler handler) {
        this(data, OptionalInt.empty(), handler);
    }

    /**
     * Opens the socket and, if one is wanted, a port of the loopback address for who has the token in {@code DATA/admin.token}.
     *
     * @param data the node's data folder; made if absent, and closed to other users
     * @param port 0 takes a free one
     * @throws AdminException when another node serves the folder, it cannot be written, or the port cannot be had
     */
    public AdminServer(Path data, OptionalInt port, AdminHandler handler) {
        if (AdminClient.isRunning(data)) {
            throw new AdminException("a node is already running on " + data + "; stop it with ./sterna stop --data " + data);
        }
        this.data = data;
        this.handler = handler;
        try {
            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            socket = AdminSocket.choose(data);
            Files.deleteIfExists(socket);                    // of a node that was killed
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new AdminException("cannot open the admin socket in " + data + ": " + e + "; the folder must be writable", e);
        }
        try {
            this.port = port.isPresent() ? Optional.of(new AdminPort(port.getAsInt(), AdminToken.of(data), this::take)) : Optional.empty();
        } catch (AdminException e) {
            closeQuietly(channel);
            throw e;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new AdminException("sterna.admin.port: cannot open port " + port.getAsInt() + " of the loopback address: " + e.getMessage(), e);
        }
        workers.allowCoreThreadTimeOut(true);
        daemon("admin-accept").newThread(this::accept).start();
    }

    /** Takes no more commands and removes the socket; commands under way are not waited for. */
    @Override
    public void close() {
        try {
            AdminSocket.remove(data, socket);                // first, or it could be the socket of the next node
            channel.close();
            if (port.isPresent()) {
                port.get().close();
            }
        } catch (IOException e) {
            throw new AdminException("cannot remove the admin socket " + socket + ": " + e, e);
        } finally {
            workers.shutdown();
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                take(channel.accept());
            } catch (IOException e) {                        // closed, or out of file descriptors: then the next accept may do
                Thread.yield();
            }
        }
    }

    private void take(SocketChannel client) {
        try {
            workers.execute(() -> serve(client));
        } catch (RejectedExecutionException e) {
            closeQuietly(client);
        }
    }

    /** The admin port that is open, if one is. */
    OptionalInt port() throws IOException {
        return port.isPresent() ? OptionalInt.of(port.get().port()) : OptionalInt.empty();
    }

    private void serve(SocketChannel client) {
        try (client;
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(client)))) {
            Watched watched = new Watched(client, out);
            try {
                watched.answer(result(AdminWire.readRequest(in), watched));
            } finally {
                watched.close();
            }
        } catch (IOException e) {
            closeQuietly(client);                            // the client went away; there is nobody to tell
        }
    }

    /** One client's time and output: each line of progress gives it ten more minutes. */
    private final class Watched implements AdminProgress {
        private final SocketChannel client;
        private final DataOutputStream out;
        private ScheduledFuture<?> limit;
        private boolean over;
        private volatile long lastSign = System.nanoTime();

        Watched(SocketChannel client, DataOutputStream out) {
            this.client = client;
            this.out = out;
            limit = schedule();
        }

        private ScheduledFuture<?> schedule() {
            return timer.schedule(() -> closeQuietly(client), LONGEST_MINUTES, TimeUnit.MINUTES);
        }

        @Override
        public synchronized boolean tell(String line) {
            if (over) {
                return false;
            }
            try {
                AdminWire.writeProgress(out, line);
            } catch (IOException e) {
                over = true;
                return false;
            }
            lastSign = System.nanoTime();
            limit.cancel(false);
            limit = schedule();
            return true;
        }

        synchronized void answer(AdminResult result) throws IOException {
            over = true;
            AdminWire.write(out, result);
        }

        synchronized void close() {
            over = true;
            limit.cancel(false);
        }

        boolean late() {
            return System.nanoTime() - lastSign > TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
        }
    }

    private AdminResult result(AdminWire.Request request, Watched watched) {
        try {
            CompletableFuture<AdminResult> answer = handler.handle(request.command(), request.input(), watched).toCompletableFuture();
            while (true) {
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    if (watched.late()) {
                        return AdminResult.refused("the node did not finish this within " + LONGEST_MINUTES + " minutes; it may still do so");
                    }
                }
            }
        } catch (ExecutionException e) {
            return AdminResult.refused(said(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AdminResult.refused("the node is stopping");
        } catch (RuntimeException e) {
            return AdminResult.refused(said(e));
        }
    }

    private static String said(Throwable failure) {
        return failure instanceof AdminException ? failure.getMessage()
                : "the node failed at this command (" + failure + "); its log may say more";
    }

    static void closeQuietly(Channel client) {
        try {
            client.close();
        } catch (IOException e) {
            Thread.yield();                                  // closed all the same
        }
    }

    static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
