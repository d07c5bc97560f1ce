package org.sterna.platform.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The octets of one socket. One chunk is read ahead of the demand, so that a reset is seen by a connection that waits for its own side. What is written goes
 * to the kernel at once, on the caller's thread; only what the kernel does not take waits for the loop.
 *
 * <p>Owned by a {@link ConnectionLogic} and guarded by its lock, but for {@link #ready}, which takes it. It calls its owner only in {@link #settle()}, so
 * that what the owner does while it is called does not call it again.
 */
final class Wire implements EventLoop.Handler {
    private static final ByteString NOTHING = ByteString.emptyByteString();
    private static final ByteBuffer NOTHING_PENDING = ByteBuffer.allocate(0);
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    /** Whose octets these are. */
    interface Owner {
        /** An answer to one {@link Wire#request()}. */
        void onOctets(ByteString octets);

        /** The peer sends nothing more: an answer to a request, too. */
        void onEnd();

        /** The kernel has taken the last portion. */
        void onWritable();

        /** The socket cannot be read or written any more. */
        void onFailure(IOException failure);

        /** Does something with the lock held, and settles the wire behind it. */
        void enter(Runnable work);

        /** The loop has ended. */
        void onAbandoned();
    }

    private final SocketChannel channel;
    private final EventLoop loop;
    private final Owner owner;
    private SelectionKey key;

    private ByteString ahead = NOTHING;
    private boolean requested;
    private boolean readable = true;
    private boolean endRead;
    private boolean inputOver;

    private ByteBuffer pending = NOTHING_PENDING;
    private boolean writable = true;
    private boolean taken;
    private boolean outputOver;

    private IOException failure;
    private boolean closed;

    Wire(SocketChannel channel, EventLoop loop, Owner owner) {
        this.channel = channel;
        this.loop = loop;
        this.owner = owner;
    }

    /** Begins to read. */
    void open() {
        try {
            key = loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException unusable) {
            failure = unusable;
        }
    }

    // What the owner asks for.

    /** Asks for one {@link Owner#onOctets} or {@link Owner#onEnd}; a second time before it comes changes nothing. */
    void request() {
        requested = true;
    }

    /** Whether a portion may be written: the kernel has taken all before, and the owner was told so. */
    boolean isWritable() {
        return writable && !outputOver;
    }

    /** Only when {@link #isWritable()}. */
    void write(ByteString portion) {
        writable = false;
        pending = portion.asByteBuffer();
        push();
    }

    /** Sends FIN; only when {@link #isWritable()}. */
    void finish() {
        outputOver = true;
        try {
            channel.shutdownOutput();
        } catch (IOException broken) {
            fail(broken);
        }
    }

    boolean isOutputOver() {
        return outputOver;
    }

    /** Whether nothing is ever to come any more: both ends have finished. */
    boolean isOver() {
        return inputOver && outputOver;
    }

    /** With a reset, if the peer has not closed yet. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | RuntimeException gone) {
            LOG.trace("a socket that was gone already", gone);
        }
        close();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        ahead = NOTHING;
        pending = NOTHING_PENDING;
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.trace("a socket that was gone already", gone);
        }
        loop.wake();                                    // the kernel hears of it when the selector has let go
    }

    /** Tells the owner what has become of the socket, as long as there is anything to tell. */
    void settle() {
        while (!closed) {
            if (failure != null) {
                IOException told = failure;
                failure = null;
                owner.onFailure(told);
            } else if (taken) {
                taken = false;
                writable = true;
                owner.onWritable();
            } else if (requested && !ahead.isEmpty()) {
                ByteString octets = ahead;
                ahead = NOTHING;
                requested = false;
                owner.onOctets(octets);
            } else if (requested && endRead && !inputOver) {
                inputOver = true;
                requested = false;
                owner.onEnd();
            } else {
                resumeReading();
                return;
            }
        }
    }

    /** Reading was given up while a chunk was waiting. */
    private void resumeReading() {
        if (!readable && ahead.isEmpty() && !endRead && key.isValid()) {
            readable = true;
            key.interestOpsOr(SelectionKey.OP_READ);
            loop.wake();
        }
    }

    // The loop's side.

    @Override
    public void ready(SelectionKey ready) {
        owner.enter(() -> {
            if (!closed && ready.isWritable()) {
                ready.interestOpsAnd(~SelectionKey.OP_WRITE);
                push();
            }
            if (!closed && ready.isReadable()) {
                pull();
            }
        });
    }

    @Override
    public void abandoned() {
        owner.onAbandoned();
    }

    private void pull() {
        if (!ahead.isEmpty() || endRead) {
            readable = false;
            key.interestOpsAnd(~SelectionKey.OP_READ);
            return;
        }
        ByteBuffer input = loop.input();
        try {
            int octets = channel.read(input);
            if (octets < 0) {
                endRead = true;
                readable = false;
                key.interestOpsAnd(~SelectionKey.OP_READ);
            } else if (octets > 0) {
                byte[] chunk = new byte[octets];
                input.flip().get(chunk);
                ahead = ByteString.fromArrayUnsafe(chunk);
            }
        } catch (IOException broken) {
            fail(broken);
        }
    }

    private void push() {
        if (outputOver || !pending.hasRemaining()) {
            return;
        }
        try {
            channel.write(pending);
            if (pending.hasRemaining()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                loop.wake();
            } else {
                pending = NOTHING_PENDING;
                taken = true;
            }
        } catch (IOException broken) {
            fail(broken);
        }
    }

    private void fail(IOException broken) {
        if (failure == null) {
            failure = broken;
        }
    }
}
