package org.sterna.platform.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of ours until it stands. What waits for the peer is guarded by the lock of the object. */
final class OutgoingConnection implements EventLoop.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingConnection.class);

    private final ActorSystem<?> system;
    private final Connector connector;
    private final InetSocketAddress remote;
    private final ActorRef<? super ConnectionEvent> actor;
    private final EventLoop loop;
    private SocketChannel channel;
    private Optional<Cancellable> timer = Optional.empty();
    private boolean settled;

    OutgoingConnection(ActorSystem<?> system, Connector connector, InetSocketAddress remote, ActorRef<? super ConnectionEvent> actor) {
        this.system = system;
        this.connector = connector;
        this.remote = remote;
        this.actor = actor;
        this.loop = EventLoops.of(system).next();
    }

    synchronized void begin() {
        try {
            channel = SocketChannel.open();
            Acceptor.prepare(channel);
            if (connector.local().isPresent()) {
                channel.bind(connector.local().get());
            }
            if (channel.connect(remote)) {
                stand();
            } else {
                timer = Optional.of(system.scheduler().scheduleOnce(connector.connectTimeout(),
                        () -> fail("no answer within " + connector.connectTimeout().toSeconds() + " s"), system.executionContext()));
                loop.register(channel, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException | RuntimeException failure) {                     // addresses that cannot be are RuntimeExceptions
            fail(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }

    @Override
    public synchronized void ready(SelectionKey key) {
        if (settled) {
            return;
        }
        try {
            channel.finishConnect();
            stand();
        } catch (IOException failure) {
            fail(failure.getMessage());
        }
    }

    @Override
    public void abandoned() {
        fail("the node has stopped");
    }

    private void stand() throws IOException {
        ConnectionAddresses ends = new ConnectionAddresses((InetSocketAddress) channel.getLocalAddress(), remote);
        settled = true;
        timer.ifPresent(Cancellable::cancel);
        new ConnectionLogic(system, loop, channel, connector.connection(), actor).begin(ends, connector.implicitTls(), Optional.empty());
    }

    private synchronized void fail(String text) {
        if (settled) {
            return;
        }
        settled = true;
        timer.ifPresent(Cancellable::cancel);
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException gone) {
            LOG.trace("a socket that was gone already", gone);
        }
        actor.tell(new ConnectionEvent.Closed(new CloseReason.Failure(text)));
    }
}
