package org.sterna.platform.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a server under test relays to: takes messages on many connections at one time, forgets their content and remembers how often each came. A share of
 * the transactions fails, so that tests know what was ambiguous. It can be down for a while: its port is closed and its connections are lost.
 */
public final class RelaySink implements AutoCloseable {

    private final SinkFaults faults;
    private final SinkTally tally = new SinkTally();
    private InetSocketAddress address;
    private Optional<SinkLoop> loop = Optional.empty();

    private RelaySink(InetSocketAddress address, SinkFaults faults) {
        this.address = address;
        this.faults = faults;
    }

    /**
     * One that is open.
     *
     * @param port of 127.0.0.1; 0 for any
     * @throws IOException if the port is taken
     */
    public static RelaySink open(int port, SinkFaults faults) throws IOException {
        return open(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), faults);
    }

    /**
     * One that is open.
     *
     * @param address of this machine; port 0 for any
     * @throws IOException if the port is taken
     */
    public static RelaySink open(InetSocketAddress address, SinkFaults faults) throws IOException {
        RelaySink sink = new RelaySink(address, faults);
        sink.restart();
        return sink;
    }

    /** Opens its port, always the same one; nothing if it is open. */
    public synchronized void restart() throws IOException {
        if (loop.isEmpty()) {
            SinkLoop opened = new SinkLoop(address, faults, tally);
            address = opened.address();
            loop = Optional.of(opened);
            Thread thread = new Thread(opened, "relay-sink");
            thread.setDaemon(true);
            thread.start();
        }
    }

    public synchronized InetSocketAddress address() {
        return address;
    }

    public SinkTally tally() {
        return tally;
    }

    /** Closes the port and all connections, wherever they are; returns when that is done. */
    public synchronized void stop() {
        loop.ifPresent(SinkLoop::end);
        loop = Optional.empty();
    }

    @Override
    public void close() {
        stop();
    }
}
