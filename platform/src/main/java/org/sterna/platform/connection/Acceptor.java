package org.sterna.platform.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open port. */
final class Acceptor implements EventLoop.Handler {
    /** Connections that are taken before other sockets of the loop have their turn. */
    private static final int IN_TURN = 64;
    /** How long nobody is accepted when the system has no place for a connection, such as no file descriptor. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final ActorSystem<?> system;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final EventLoop loop;
    private final Consumer<SocketChannel> accepted;
    private final CompletableFuture<Done> closed = new CompletableFuture<>();

    private Acceptor(ActorSystem<?> system, ServerSocketChannel channel, Consumer<SocketChannel> accepted) throws IOException {
        this.system = system;
        this.channel = channel;
        this.accepted = accepted;
        address = (InetSocketAddress) channel.getLocalAddress();
        loop = EventLoops.of(system).next();
    }

    /**
     * Opens a port.
     *
     * @param accepted gets each connection, set not to block and not to wait for more to send; on an event loop's thread
     */
    static Acceptor open(ActorSystem<?> system, InetSocketAddress address, int backlog, Consumer<SocketChannel> accepted) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.configureBlocking(false);
            channel.bind(address, backlog);
            Acceptor acceptor = new Acceptor(system, channel, accepted);
            acceptor.loop.register(channel, SelectionKey.OP_ACCEPT, acceptor);
            return acceptor;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Completes when the port is closed. */
    CompletionStage<Done> close() {
        loop.execute(this::closeNow);
        return closed.minimalCompletionStage();
    }

    private void closeNow() {
        try {
            loop.close(channel);
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        } finally {
            closed.complete(Done.getInstance());
        }
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (int taken = 0; taken < IN_TURN; taken++) {
                SocketChannel connection = channel.accept();
                if (connection == null) {
                    return;
                }
                take(connection);
            }
        } catch (IOException noPlace) {
            LOG.warn("port {}: nobody is accepted for a second: {}", address.getPort(), noPlace.getMessage());
            key.interestOpsAnd(~SelectionKey.OP_ACCEPT);
            system.scheduler().scheduleOnce(PAUSE, () -> loop.execute(() -> {
                if (key.isValid()) {
                    key.interestOpsOr(SelectionKey.OP_ACCEPT);
                }
            }), system.executionContext());
        }
    }

    /** A connection that is gone already is nobody's. */
    private void take(SocketChannel connection) throws IOException {
        try {
            prepare(connection);
            accepted.accept(connection);
        } catch (IOException gone) {
            LOG.debug("port {}: a connection was gone before it was taken: {}", address.getPort(), gone.getMessage());
            connection.close();
        }
    }

    /** Replies are small and awaited: with Nagle's algorithm a handshake of several flights takes 40 ms (notes/prototype.md). */
    static void prepare(SocketChannel connection) throws IOException {
        connection.configureBlocking(false);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public void abandoned() {
        try {
            channel.close();
        } catch (IOException unclosable) {
            LOG.warn("port {} could not be closed", address.getPort(), unclosable);
        } finally {
            closed.complete(Done.getInstance());
        }
    }
}
