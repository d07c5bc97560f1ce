package org.sterna.platform.connection;

import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.util.ByteString;

/** Echoes octets, next read when the last write is drained; STARTTLS, QUIT, CRASH and FLOOD (each alone in its segment) do what they say. */
final class LineServer extends AbstractBehavior<ConnectionEvent> {

    private final Supplier<SSLEngine> engines;
    private final Queue<ConnectionEvent> seen;
    private ConnectionOutput output;

    private LineServer(ActorContext<ConnectionEvent> context, Supplier<SSLEngine> engines, Queue<ConnectionEvent> seen) {
        super(context);
        this.engines = engines;
        this.seen = seen;
    }

    static Behavior<ConnectionEvent> create(Supplier<SSLEngine> engines, Queue<ConnectionEvent> seen) {
        return Behaviors.setup(context -> new LineServer(context, engines, seen));
    }

    @Override
    public Receive<ConnectionEvent> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::on).build();
    }

    private Behavior<ConnectionEvent> on(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Received received) {
            return onReceived(received.octets());
        }
        seen.add(event);
        if (event instanceof ConnectionEvent.Opened opened) {
            output = opened.output();
            output.pull();
        } else if (event instanceof ConnectionEvent.Drained || event instanceof ConnectionEvent.TlsEstablished) {
            output.pull();
        } else if (event instanceof ConnectionEvent.PeerFinished) {
            output.write(ByteString.fromString("bye\r\n"));
            output.finish();
        } else if (event instanceof ConnectionEvent.Closed) {
            return Behaviors.stopped();
        }
        return this;
    }

    private Behavior<ConnectionEvent> onReceived(ByteString octets) {
        String start = octets.take(20).utf8String();
        if (start.startsWith("STARTTLS\r\n")) {
            output.write(ByteString.fromString("220 go ahead\r\n"));
            output.upgrade(engines.get(), octets.drop("STARTTLS\r\n".length()));
        } else if (start.equals("QUIT\r\n")) {
            output.write(ByteString.fromString("221 bye\r\n"));
            output.finish();
        } else if (start.equals("CRASH\r\n")) {
            throw new IllegalStateException("crash as asked");
        } else if (start.equals("FLOOD\r\n")) {
            for (int portion = 0; portion < 1000; portion++) {
                output.write(ByteString.fromArrayUnsafe(new byte[64 * 1024]));
            }
        } else {
            output.write(octets);
        }
        return this;
    }
}
