package org.sterna.platform.access.pop3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * Gives the connection at most 256 KiB more before it has sent what it was given: a listing may be larger than the connection's
 * queue, and a client may ask faster than it reads. What is not wanted yet is not made yet.
 */
final class PortionedOutput {
    /** Octets that are written at once, and above which nothing more is written. */
    static final int PORTION = 128 * 1024;

    private final Consumer<ByteString> connection;
    private final Deque<Iterator<byte[]>> waiting = new ArrayDeque<>();
    private ByteString begun = ByteString.emptyByteString();
    private int undrained;

    PortionedOutput(Consumer<ByteString> connection) {
        this.connection = connection;
    }

    /** The octets are kept, not copied. If {@link #ready()} before, their first portion is written now. */
    void write(byte[] octets) {
        if (ready() && octets.length <= PORTION) {
            give(ByteString.fromArrayUnsafe(octets));
        } else {
            write(List.of(octets).iterator());
        }
    }

    /** The same, of octets that are made when they can be written. */
    void write(Iterator<byte[]> portions) {
        waiting.add(portions);
        flush();
    }

    /** To be called when the connection has sent what it was given. */
    void drained() {
        undrained = 0;
        flush();
    }

    /** Whether nothing waits here, and the client reads. */
    boolean ready() {
        return begun.isEmpty() && waiting.isEmpty() && undrained < PORTION;
    }

    private void flush() {
        while (undrained < PORTION) {
            if (begun.isEmpty()) {
                while (!waiting.isEmpty() && !waiting.peek().hasNext()) {
                    waiting.remove();
                }
                if (waiting.isEmpty()) {
                    return;
                }
                begun = ByteString.fromArrayUnsafe(waiting.peek().next());
            }
            ByteString portion = begun.take(PORTION);
            begun = begun.drop(PORTION);
            give(portion);
        }
        while (!waiting.isEmpty() && !waiting.peek().hasNext()) {
            waiting.remove();
        }
    }

    private void give(ByteString portion) {
        undrained += portion.size();
        connection.accept(portion);
    }
}
