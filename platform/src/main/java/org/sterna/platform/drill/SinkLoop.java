package org.sterna.platform.drill;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The sockets of a {@link RelaySink} while it is open: one thread for all. */
final class SinkLoop implements Runnable {

    private static final int BACKLOG = 1024;
    private static final int READ_OCTETS = 256 * 1024;

    /** One connection and what could not be written to it yet. */
    private static final class Peer {
        private final SocketChannel channel;
        private final SinkConversation conversation;
        private ByteBuffer unwritten = ByteBuffer.allocate(0);
        private List<SinkMessage> unanswered = List.of();

        private Peer(SocketChannel channel, SinkConversation conversation) {
            this.channel = channel;
            this.conversation = conversation;
        }
    }

    private final SinkFaults faults;
    private final SinkTally tally;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ_OCTETS);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ending;

    /** Opens the port. */
    SinkLoop(InetSocketAddress address, SinkFaults faults, SinkTally tally) throws IOException {
        this.faults = faults;
        this.tally = tally;
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, BACKLOG);
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException failure) {
            listener.close();
            selector.close();
            throw failure;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.socket().getInetAddress(), listener.socket().getLocalPort());
    }

    /** Closes everything and waits for it. */
    void end() {
        ending = true;
        selector.wakeup();
        boolean interrupted = false;
        while (closed.getCount() > 0) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!ending) {
                selector.select(this::ready);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            closeAll();
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Peer peer) {
            try {
                serve(key, peer);
            } catch (IOException lost) {
                close(peer);                                    // the sender has gone; its own words will tell
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Peer peer = new Peer(channel, new SinkConversation(faults, tally));
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ, peer);
                tally.connected();
                greet(key, peer);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void greet(SelectionKey key, Peer peer) {
        try {
            write(key, peer);
        } catch (IOException lost) {
            close(peer);
        }
    }

    private void serve(SelectionKey key, Peer peer) throws IOException {
        if (peer.unwritten.hasRemaining()) {                    // who does not read its replies is not read
            write(key, peer);
            return;
        }
        input.clear();
        if (peer.channel.read(input) < 0) {
            close(peer);
            return;
        }
        peer.conversation.on(input.flip());
        write(key, peer);
    }

    private void write(SelectionKey key, Peer peer) throws IOException {
        if (!peer.unwritten.hasRemaining()) {
            peer.unwritten = ByteBuffer.wrap(peer.conversation.output());
            peer.unanswered = peer.conversation.answered();
        }
        peer.channel.write(peer.unwritten);
        if (peer.unwritten.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
            return;
        }
        long now = System.nanoTime();
        peer.unanswered.forEach(message -> tally.accepted(message, now));
        peer.unanswered = List.of();
        key.interestOps(SelectionKey.OP_READ);
        if (peer.conversation.isOver()) {
            close(peer);
        }
    }

    private void close(Peer peer) {
        if (!peer.channel.isOpen()) {
            return;
        }
        tally.closed();
        peer.unanswered.forEach(tally::withheld);
        close(peer.channel);
    }

    private void closeAll() {
        close(listener);
        selector.keys().forEach(key -> {
            if (key.attachment() instanceof Peer peer) {
                close(peer);
            }
        });
        close(selector);
        closed.countDown();
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
