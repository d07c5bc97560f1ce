package org.sterna.platform.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.io.Inet.SocketOption;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.stream.javadsl.Tcp.ServerBinding;

/** An open port whose connections each have an actor. */
public final class Listener {

    /** Replies are small and awaited: with Nagle's algorithm a handshake of several flights takes 40 ms (notes/prototype.md). */
    static final List<SocketOption> OPTIONS = List.of(TcpSO.tcpNoDelay(true));

    private final ServerBinding binding;
    private final ActorRef<ConnectionGuardian.Command> guardian;
    private final ConnectionCounts counts;
    private final CompletableFuture<Done> drained;

    private Listener(
            ServerBinding binding, ActorRef<ConnectionGuardian.Command> guardian, ConnectionCounts counts, CompletableFuture<Done> drained) {
        this.binding = binding;
        this.guardian = guardian;
        this.counts = counts;
        this.drained = drained;
    }

    /**
     * Opens a port.
     *
     * @return completes when the port is open; fails with {@link PortNotAvailableException} if it cannot be opened
     */
    public static CompletionStage<Listener> bind(ActorSystem<?> system, ListenerSettings settings, ConnectionBehavior behaviors) {
        ConnectionCounts counts = new ConnectionCounts();
        CompletableFuture<Done> drained = new CompletableFuture<>();
        ActorRef<ConnectionGuardian.Command> guardian = system.systemActorOf(
                ConnectionGuardian.create(settings, behaviors, counts, drained), "connections-" + UUID.randomUUID(), Props.empty());
        return Tcp.get(system)
                .bind(settings.host(), settings.port(), settings.backlog(), OPTIONS, true, Optional.empty())
                .toMat(Sink.foreach(incoming -> guardian.tell(new ConnectionGuardian.Accept(incoming))), Keep.left())
                .run(Materializer.matFromSystem(system))
                .handle((binding, failure) -> {
                    if (failure != null) {
                        guardian.tell(new ConnectionGuardian.StopWhenIdle());
                        throw new CompletionException(new PortNotAvailableException(settings.host(), settings.port(), failure));
                    }
                    return new Listener(binding, guardian, counts, drained);
                });
    }

    /**
     * Opens a port for a moment, to learn early whether it can be had. Blocks shortly.
     *
     * @throws PortNotAvailableException if it cannot
     */
    public static void tryPort(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);           // as the real listener does: connections of a former run linger
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new PortNotAvailableException(host, port, e);
        }
    }

    /** The address and port that are open; tells the port when 0 was asked for. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** How many connections have a living actor now. */
    public int connections() {
        return counts.open();
    }

    /** What became of the connections to this port since it was opened. */
    public ConnectionCounts counts() {
        return counts;
    }

    /**
     * Closes the port; open connections go on.
     *
     * @return completes when the port is closed
     */
    public CompletionStage<Done> unbind() {
        return binding.unbind().thenApply(done -> {
            guardian.tell(new ConnectionGuardian.StopWhenIdle());
            return Done.getInstance();
        });
    }

    /**
     * Closes the port; open connections end what is under way, say goodbye and close.
     *
     * @return completes when the port is closed
     */
    public CompletionStage<Done> drain() {
        return binding.unbind().thenApply(done -> {
            guardian.tell(new ConnectionGuardian.Drain());
            return Done.getInstance();
        });
    }

    /** What is still under way behind {@link #drain()} is broken off; who can be told is told. */
    public void endDrain() {
        guardian.tell(new ConnectionGuardian.EndDrain());
    }

    /** Completes when the port is closed and the last connection's actor has stopped. */
    public CompletionStage<Done> drained() {
        return drained.minimalCompletionStage();
    }
}
