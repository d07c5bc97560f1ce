package org.sterna.platform.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** An open port whose connections each have an actor. */
public final class Listener {

    private final Acceptor acceptor;
    private final ActorRef<ConnectionGuardian.Command> guardian;
    private final ConnectionCounts counts;
    private final CompletableFuture<Done> drained;

    private Listener(
            Acceptor acceptor, ActorRef<ConnectionGuardian.Command> guardian, ConnectionCounts counts, CompletableFuture<Done> drained) {
        this.acceptor = acceptor;
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
        try {
            Acceptor acceptor = Acceptor.open(system, new InetSocketAddress(settings.host(), settings.port()), settings.backlog(),
                    connection -> guardian.tell(new ConnectionGuardian.Accept(connection)));
            return CompletableFuture.completedFuture(new Listener(acceptor, guardian, counts, drained));
        } catch (IOException | IllegalArgumentException failure) {             // an unknown host is an IllegalArgumentException
            guardian.tell(new ConnectionGuardian.StopWhenIdle());
            return CompletableFuture.failedFuture(new PortNotAvailableException(settings.host(), settings.port(), failure));
        }
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
        return acceptor.address();
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
        return acceptor.close().thenApply(done -> {
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
        return acceptor.close().thenApply(done -> {
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
