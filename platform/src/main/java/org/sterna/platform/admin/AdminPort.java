package org.sterna.platform.admin;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A port of this machine's loopback address where commands are taken from who shows first that it has the token ({@link AdminHandshake}). Who does
 * not, within a few seconds, is disconnected; as many of them as may come, they take no place from the commands at the socket.
 */
final class AdminPort implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 16;
    private static final int HANDSHAKE_SECONDS = 15;

    private final ServerSocketChannel channel;
    private final AdminToken token;
    private final Consumer<SocketChannel> trusted;
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING), AdminServer.daemon("admin-token"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(AdminServer.daemon("admin-token-timer"));

    /**
     * Opens the port.
     *
     * @param port    0 takes a free one
     * @param trusted gets the connections of those who have the token
     */
    AdminPort(int port, AdminToken token, Consumer<SocketChannel> trusted) throws IOException {
        this.token = token;
        this.trusted = trusted;
        channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        readers.allowCoreThreadTimeOut(true);
        AdminServer.daemon("admin-port").newThread(this::accept).start();
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                try {
                    readers.execute(() -> hear(client));
                } catch (RejectedExecutionException e) {
                    client.close();
                }
            } catch (IOException e) {                        // closed, or out of file descriptors: then the next accept may do
                Thread.yield();
            }
        }
    }

    private void hear(SocketChannel client) {
        ScheduledFuture<?> limit = timer.schedule(() -> AdminServer.closeQuietly(client), HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        try {
            boolean shown = AdminHandshake.asNode(token, new DataInputStream(Channels.newInputStream(client)), Channels.newOutputStream(client));
            if (limit.cancel(false) && shown) {
                trusted.accept(client);
            } else {
                client.close();
            }
        } catch (IOException e) {
            limit.cancel(false);
            AdminServer.closeQuietly(client);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readers.shutdown();
        timer.shutdown();
    }
}
