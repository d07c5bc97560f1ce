package org.sterna.platform.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.util.ByteString;
import scala.concurrent.duration.Deadline;
import scala.concurrent.duration.FiniteDuration;

/**
 * The parent of one listener's connection actors. A crashed child is not restarted: its conversation is lost with its socket,
 * which the connection resets because it hears of that.
 */
final class ConnectionGuardian extends AbstractBehavior<ConnectionGuardian.Command> {

    private static final String OF_ITS_NETWORK = "of its network";
    private static final FiniteDuration QUIET = FiniteDuration.create(1, TimeUnit.MINUTES);

    sealed interface Command { }

    record Accept(SocketChannel connection) implements Command { }

    /** The port is closed: stop with the last connection. */
    record StopWhenIdle() implements Command { }

    /** The port is closed: all connections end what is under way; stop with the last of them. */
    record Drain() implements Command { }

    /** They have had time enough. */
    record EndDrain() implements Command { }

    /** One whose network was known only by its introduction was turned away. */
    record TurnedAway(ConnectionAddresses ends) implements Command { }

    private record ConnectionOver(Object place) implements Command { }

    private final ListenerSettings settings;
    private final ConnectionBehavior behaviors;
    private final ConnectionCounts counts;
    private final CompletableFuture<Done> drained;
    private boolean stopping;
    private boolean draining;
    private Deadline nextWord = Deadline.now();
    private long turnedAway;

    private ConnectionGuardian(
            ActorContext<Command> context,
            ListenerSettings settings,
            ConnectionBehavior behaviors,
            ConnectionCounts counts,
            CompletableFuture<Done> drained) {
        super(context);
        this.settings = settings;
        this.behaviors = behaviors;
        this.counts = counts;
        this.drained = drained;
    }

    /**
     * @param counts  kept for others to read
     * @param drained completed when the guardian stops
     */
    static Behavior<Command> create(
            ListenerSettings settings, ConnectionBehavior behaviors, ConnectionCounts counts, CompletableFuture<Done> drained) {
        return Behaviors.setup(context -> new ConnectionGuardian(context, settings, behaviors, counts, drained));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Accept.class, this::onAccept)
                .onMessage(TurnedAway.class, this::onTurnedAway)
                .onMessage(ConnectionOver.class, this::onConnectionOver)
                .onMessage(StopWhenIdle.class, stop -> onStopWhenIdle())
                .onMessage(Drain.class, drain -> onDrain())
                .onMessage(EndDrain.class, end -> onEndDrain())
                .onSignal(PostStop.class, stopped -> {
                    drained.complete(Done.getInstance());
                    return this;
                })
                .build();
    }

    private Behavior<Command> onAccept(Accept accept) {
        SocketChannel connection = accept.connection();
        Optional<ConnectionAddresses> both = addresses(connection);
        if (both.isEmpty()) {
            cutOff(connection);
            return this;
        }
        ConnectionAddresses ends = both.get();
        if (settings.proxyProtocol().isPresent() && !settings.proxyProtocol().get().trusted().test(ends.remote().getAddress())) {
            counts.turnedAway();
            getContext().getLog().info("port {}: {} is not in sterna.proxy.trusted-networks and was cut off",
                    ends.local().getPort(), ends.remote().getAddress().getHostAddress());
            cutOff(connection);
            return this;
        }
        Object place = new Object();
        if (settings.proxyProtocol().isEmpty() && !settings.networkCap().map(cap -> cap.take(place, ends.remote().getAddress())).orElse(true)) {
            tellOfCap(ends, OF_ITS_NETWORK);
            turnAway(connection, ends);
            return this;
        }
        if (!settings.cap().take()) {
            settings.networkCap().ifPresent(cap -> cap.release(place));
            tellOfCap(ends, "of this port or of all");
            turnAway(connection, ends);
            return this;
        }
        ActorRef<ConnectionEvent> actor = getContext().spawnAnonymous(settings.proxyProtocol().isPresent()
                ? AwaitedIntroduction.create(behaviors, settings, ends, place, getContext().getSelf()) : behaviors.create(ends));
        getContext().watchWith(actor, new ConnectionOver(place));
        counts.begun();
        if (draining) {
            actor.tell(new ConnectionEvent.Draining());         // accepted just before the port was closed
        }
        connection(connection, actor).begin(ends, settings.implicitTls().map(Supplier::get),
                settings.proxyProtocol().map(ProxyProtocol::headerTimeout));
        return this;
    }

    private ConnectionLogic connection(SocketChannel socket, ActorRef<ConnectionEvent> actor) {
        ActorSystem<?> system = getContext().getSystem();
        return new ConnectionLogic(system, EventLoops.of(system).next(), socket, settings.connection(), actor);
    }

    /** Empty if the peer is gone already. */
    private static Optional<ConnectionAddresses> addresses(SocketChannel connection) {
        try {
            return Optional.of(new ConnectionAddresses((InetSocketAddress) connection.getLocalAddress(), (InetSocketAddress) connection.getRemoteAddress()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Resets the connection: nothing is read of who may not introduce others, and nothing is said to him. */
    private void cutOff(SocketChannel connection) {
        try (connection) {
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            getContext().getLog().debug("a connection was gone before it was cut off: {}", gone.getMessage());
        }
    }

    /** Who is turned away has no session that could tell; a flood must not fill the log. */
    private void tellOfCap(ConnectionAddresses ends, String which) {
        counts.turnedAway();
        turnedAway++;
        if (nextWord.isOverdue()) {
            nextWord = QUIET.fromNow();
            getContext().getLog().warn("port {}: {} was turned away, as {} since the last such line were: the cap of connections {} is reached",
                    ends.local().getPort(), ends.remote().getAddress().getHostAddress(), turnedAway, which);
            turnedAway = 0;
        }
    }

    /** Says the farewell and closes; the peer has {@link ConnectionSettings#closeTimeout()} to close its side. */
    private void turnAway(SocketChannel connection, ConnectionAddresses ends) {
        ConnectionLogic last = connection(connection, getContext().getSystem().ignoreRef());
        last.begin(ends, Optional.empty(), Optional.empty());
        if (settings.implicitTls().isEmpty()) {
            last.write(ByteString.fromString(settings.farewell()));
        }
        last.finish();
    }

    private Behavior<Command> onTurnedAway(TurnedAway away) {
        tellOfCap(away.ends(), OF_ITS_NETWORK);
        return this;
    }

    private Behavior<Command> onConnectionOver(ConnectionOver over) {
        counts.over();
        settings.networkCap().ifPresent(cap -> cap.release(over.place()));
        settings.cap().release();
        return stopping && counts.open() == 0 ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onDrain() {
        draining = true;
        tellAll(new ConnectionEvent.Draining());
        return onStopWhenIdle();
    }

    private Behavior<Command> onEndDrain() {
        tellAll(new ConnectionEvent.DrainOver());
        return this;
    }

    private void tellAll(ConnectionEvent event) {
        getContext().getChildren().forEach(child -> child.<ConnectionEvent>unsafeUpcast().tell(event));
    }

    private Behavior<Command> onStopWhenIdle() {
        stopping = true;
        return counts.open() == 0 ? Behaviors.stopped() : this;
    }
}
