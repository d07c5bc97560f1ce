package org.sterna.platform.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.scaladsl.TcpAttributes;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The stage between Pekko's TCP flow and one typed actor; {@link Listener} and {@link Connector} put it in place. One instance per
 * connection. It starts in the clear, or with TLS at once, and can turn to TLS in mid-stream.
 *
 * <p>Back-pressure: the peer is read only when the actor has pulled (TCP reads one chunk of at most 128 KiB ahead), and the
 * queue to the peer is bounded. An idle connection holds no buffers.
 */
public final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

    /**
     * To be put on the whole stream: with the smallest write buffer Pekko asks for more only when the kernel has taken the last write, which
     * is what {@link ConnectionEvent.Drained} means. That needs {@code pekko.stream.materializer.io.tcp.coalesce-writes} to be
     * above 0, as it is by default.
     */
    static final Attributes ATTRIBUTES = TcpAttributes.tcpWriteBufferSize(1);

    private final Inlet<ByteString> in = Inlet.create("connection.in");
    private final Outlet<ByteString> out = Outlet.create("connection.out");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final CompletionStage<ConnectionAddresses> addresses;
    private final Optional<SSLEngine> implicitTls;
    private final Optional<Duration> introduction;
    private final ConnectionSettings settings;
    private final ActorRef<? super ConnectionEvent> actor;

    /**
     * @param addresses    completes when the connection stands
     * @param implicitTls  the engine if TLS starts at once; owned by the stage
     * @param introduction how long the header of the PROXY protocol may take, if one is to come; the actor then gets the addresses in it
     * @param settings     bounds
     * @param actor        gets the events; when it stops, the connection is aborted, unless it was finished before
     */
    public ConnectionStage(
            CompletionStage<ConnectionAddresses> addresses,
            Optional<SSLEngine> implicitTls,
            Optional<Duration> introduction,
            ConnectionSettings settings,
            ActorRef<? super ConnectionEvent> actor) {
        this.addresses = addresses;
        this.implicitTls = implicitTls;
        this.introduction = introduction;
        this.settings = settings;
        this.actor = actor;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new ConnectionLogic(shape, addresses, implicitTls, introduction, settings, actor);
    }
}
