package org.sterna.platform.access.imap;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.StatusResponse;

/**
 * One IMAP connection: the actor that takes what the connection, the replicas and time tell. What it is doing is a {@code Phase};
 * its commands are read and answered by a {@code CommandLoop}.
 */
public final class ImapConnection extends AbstractBehavior<Object> {
    private static final int TLS_HANDSHAKE = 22;                     // RFC 8446 section 5.1

    private final Dialogue dialogue;
    private final Patience patience;
    private final CommandLoop loop;
    private boolean firstOctets = true;

    private ImapConnection(ActorContext<Object> context, Dialogue dialogue, Patience patience, RecentMarks recentMarks) {
        super(context);
        this.dialogue = dialogue;
        this.patience = patience;
        this.loop = new CommandLoop(dialogue, patience, recentMarks);
    }

    /** What a listener needs to serve IMAP; to be made once for each port. */
    public static ConnectionBehavior behavior(AccessServices services, ImapConnectionSettings settings) {
        RecentMarks recentMarks = new RecentMarks(services.clock().instant());
        return ends -> Behaviors.<Object>setup(context -> Behaviors.withTimers(timers ->
                opening(context, timers, services, settings, recentMarks, false))).narrow();
    }

    private static Behavior<Object> opening(ActorContext<Object> context, TimerScheduler<Object> timers, AccessServices services,
            ImapConnectionSettings settings, RecentMarks recentMarks, boolean draining) {
        context.setLoggerName(ImapConnection.class);
        return Behaviors.receive(Object.class)
                .onMessage(ConnectionEvent.Opened.class, opened -> new ImapConnection(context,
                        new Dialogue(context, services, settings, opened), new Patience(timers, settings), recentMarks).opened(draining))
                .onMessage(ConnectionEvent.Draining.class, unused -> opening(context, timers, services, settings, recentMarks, true))
                .onMessage(ConnectionEvent.DrainOver.class, unused -> Behaviors.stopped())
                .onMessage(ConnectionEvent.Closed.class, unused -> Behaviors.stopped())
                .build();
    }

    private Behavior<Object> opened(boolean draining) {
        patience.watch();
        if (draining) {
            loop.drain();
        }
        if (!dialogue.settings().implicitTls()) {
            loop.greet();
        }
        return flushed();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Dialogue.Continuation.class, continuation -> {
                    continuation.work().run();
                    return flushed();
                })
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTlsEstablished)
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, unused -> onDrained())
                .onMessage(ConnectionEvent.PeerFinished.class, unused -> onPeerFinished())
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessage(ConnectionEvent.Draining.class, unused -> {
                    loop.drain();
                    return flushed();
                })
                .onMessage(ConnectionEvent.DrainOver.class, unused -> {
                    loop.endDrain();
                    return flushed();
                })
                .onMessageEquals(Patience.Tick.TIMEOUT, this::onTimeout)
                .onAnyMessage(this::onOther)
                .onSignal(PostStop.class, unused -> onStopped())
                .build();
    }

    private Behavior<Object> flushed() {
        dialogue.output().flush();
        return this;
    }

    private Behavior<Object> onOther(Object message) {
        loop.onOther(message);
        return flushed();
    }

    private Behavior<Object> onTlsEstablished(ConnectionEvent.TlsEstablished established) {
        dialogue.over(established);
        if (dialogue.phase() == Phase.Simple.SECURING) {
            dialogue.secured();
            loop.resume();
        } else {
            loop.greet();
        }
        return flushed();
    }

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        patience.renew();
        byte[] octets = received.octets().toArray();
        dialogue.recorder().received(octets.length);
        if (firstOctets) {
            firstOctets = false;
            if (isNoText(octets[0])) {
                dialogue.output().write(ImapResponses.untagged(StatusResponse.bad(octets[0] == TLS_HANDSHAKE
                        ? "This port begins in the clear, use STARTTLS" : "This is an IMAP server")));
                loop.end("Good bye", "no IMAP client");
                return flushed();
            }
        }
        dialogue.received(octets);
        loop.read();
        return flushed();
    }

    private static boolean isNoText(byte octet) {
        return octet < ' ' && octet != '\r' && octet != '\n';
    }

    private Behavior<Object> onDrained() {
        patience.renew();
        dialogue.output().drained();
        return flushed();
    }

    private Behavior<Object> onPeerFinished() {
        loop.onPeerFinished();
        return flushed();
    }

    private Behavior<Object> onTimeout() {
        boolean silent = patience.isExhausted();
        boolean unread = dialogue.output().isWaiting();
        if (!silent || dialogue.phase() == Phase.Simple.BUSY && !unread) {
            if (silent) {
                patience.renew();                                    // it is we who are slow
            }
            patience.watch();
        } else if (unread) {
            dialogue.abort("timeout, the client does not read");
        } else {
            loop.end("Too long without a command", "timeout");
        }
        return flushed();
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        CloseReason reason = closed.reason();
        dialogue.recorder().closed(reason instanceof CloseReason.Failure failure ? failure.text()
                : reason instanceof CloseReason.TlsFailure failure ? failure.text() : reason.getClass().getSimpleName());
        return Behaviors.stopped();
    }

    private Behavior<Object> onStopped() {
        loop.onStopped();
        dialogue.recorder().closed("stopped");
        return this;
    }
}
