package org.sterna.platform.access.pop3;

import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.account.LoginScope;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.credentials.LoginContext;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * A POP3 connection until there can be a session: first of two, next is {@link Pop3Conversation}. Under implicit TLS that is when
 * the handshake is done.
 */
public final class Pop3Connection {
    private final ActorContext<Object> context;
    private final TimerScheduler<Object> timers;
    private final AccessServices services;
    private final Pop3ConnectionSettings settings;
    private boolean draining;

    private Pop3Connection(ActorContext<Object> context, TimerScheduler<Object> timers, AccessServices services,
            Pop3ConnectionSettings settings) {
        this.context = context;
        this.timers = timers;
        this.services = services;
        this.settings = settings;
    }

    /**
     * Makes the actors of one port. The listener must start TLS by itself if the settings say so. A maildrop is one session's on
     * all ports of the actor system.
     */
    public static ConnectionBehavior behavior(AccessServices services, Pop3ConnectionSettings settings) {
        return ends -> Behaviors.<Object>setup(context -> Behaviors.withTimers(
                timers -> new Pop3Connection(context, timers, services, settings).untilOpened())).narrow();
    }

    private Behavior<Object> untilOpened() {
        return Behaviors.receive(Object.class)
                .onMessage(ConnectionEvent.Opened.class, this::onOpened)
                .onMessage(ConnectionEvent.Draining.class, this::onDraining)
                .onMessage(ConnectionEvent.DrainOver.class, over -> Behaviors.stopped())
                .onMessage(ConnectionEvent.Closed.class, closed -> Behaviors.stopped())
                .build();
    }

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        SessionRecorder recorder = SessionRecorder.open(
                services.sessionLog(), services.clock(), settings.service(), opened.remote(), opened.local());
        return settings.implicitTls()
                ? untilSecured(opened, recorder)
                : begin(opened, recorder, login(opened), Optional.empty());
    }

    private Behavior<Object> begin(ConnectionEvent.Opened opened, SessionRecorder recorder, LoginContext login, Optional<TlsLayer> tls) {
        if (draining) {
            context.getSelf().tell(new ConnectionEvent.Draining());                 // again, to one who can say goodbye
        }
        return Pop3Conversation.begin(context, timers, services, settings, opened.output(), recorder, login, tls);
    }

    private Behavior<Object> onDraining(ConnectionEvent.Draining unused) {
        draining = true;
        return Behaviors.same();
    }

    private static LoginContext login(ConnectionEvent.Opened opened) {
        return new LoginContext(LoginScope.POP3, opened.remote().getAddress());
    }

    private Behavior<Object> untilSecured(ConnectionEvent.Opened opened, SessionRecorder recorder) {
        timers.startSingleTimer(Pop3Conversation.Timer.IDLE, settings.timeout());
        if (draining) {
            opened.output().hurry();
        }
        return Behaviors.receive(Object.class)
                .onMessage(ConnectionEvent.TlsEstablished.class, tls -> {
                    recorder.secured(tls.protocol(), tls.cipherSuite());
                    LoginContext login = login(opened).over(tls.ownCertificate(), tls.peerCertificates());
                    return begin(opened, recorder, login, Optional.of(login.layer(tls.protocol(), tls.cipherSuite())));
                })
                .onMessage(ConnectionEvent.Draining.class, told -> {
                    opened.output().hurry();
                    return onDraining(told);
                })
                .onMessage(ConnectionEvent.DrainOver.class, over -> {
                    opened.output().abort();
                    return Behaviors.same();
                })
                .onMessageEquals(Pop3Conversation.Timer.IDLE, () -> {
                    opened.output().abort();
                    return Behaviors.same();
                })
                .onMessage(ConnectionEvent.Closed.class, closed -> {
                    recorder.closed(Pop3Conversation.text(closed.reason()));
                    return Behaviors.stopped();
                })
                .onSignal(PostStop.class, stopped -> {
                    recorder.closed(Pop3Conversation.STOPPED);
                    return Behaviors.same();
                })
                .build();
    }
}
