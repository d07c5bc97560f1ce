package org.sterna.platform.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that waits for many sockets and says which of them can go on. What it calls must not block. */
final class EventLoop {
    /** The most that is read from a socket at a time. */
    private static final int READ_OCTETS = 128 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** Hears of one socket, on the thread of its loop. */
    interface Handler {
        /** The socket can do what its key was interested in. */
        void ready(SelectionKey key);

        /** The loop has ended; the socket is useless from here on. */
        void abandoned();
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_OCTETS);
    private final Consumer<Throwable> onDeath;
    private volatile boolean ending;

    /** @param onDeath hears what ended the thread if it was not {@link #end()} */
    EventLoop(String name, Consumer<Throwable> onDeath) {
        try {
            selector = Selector.open();
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
        this.onDeath = onDeath;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A buffer that is the caller's until it returns; only on the loop's thread. */
    ByteBuffer input() {
        return input.clear();
    }

    /** Begins to watch a socket. From any thread. */
    SelectionKey register(SelectableChannel channel, int interest, Handler handler) throws IOException {
        SelectionKey key = channel.register(selector, interest, handler);
        wake();
        return key;
    }

    /** Runs something on the loop's thread; never if the loop has ended. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** What another thread changed in a key takes effect now, and closed sockets are gone. */
    void wake() {
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Closes a socket; only on the loop's thread. The kernel has closed it when this returns. */
    void close(SelectableChannel channel) throws IOException {
        channel.close();
        selector.selectNow(EventLoop::tell);
    }

    void end() {
        ending = true;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!ending) {
                selector.select(EventLoop::tell);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guarded(task);
                }
            }
        } catch (Throwable fatal) {
            LOG.error("a thread that waits for sockets has ended", fatal);
            onDeath.accept(fatal);
        } finally {
            close();
        }
    }

    private static void tell(SelectionKey key) {
        guarded(() -> {
            try {
                ((Handler) key.attachment()).ready(key);
            } catch (CancelledKeyException closedMeanwhile) {
                LOG.trace("a socket was closed by another thread");
            }
        });
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a socket was not served", bug);
        }
    }

    private void close() {
        selector.keys().forEach(key -> guarded(((Handler) key.attachment())::abandoned));
        try {
            selector.close();
        } catch (IOException unclosable) {
            LOG.warn("a selector could not be closed", unclosable);
        }
    }
}
