package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.imap.ImapFramer;
import org.sterna.protocols.imap.ImapSession;

/**
 * Where one session stands, and its hold on the connection: what those who read, log in, select and answer have in common.
 * For the actor's thread, {@link #actor} apart.
 */
final class Dialogue {
    /** Work that goes on, as a message of the actor, when something it waited for is there. */
    record Continuation(Runnable work) { }

    private final ActorContext<Object> context;
    private final AccessServices services;
    private final ImapConnectionSettings settings;
    private final ConnectionOutput connection;
    private final SessionRecorder recorder;
    private final PacedOutput output;
    private final Executor actor;
    private ImapFramer framer;
    private ImapSession session;
    private Optional<SessionScope> scope = Optional.empty();
    private Phase phase = Phase.Simple.BUSY;

    Dialogue(ActorContext<Object> context, AccessServices services, ImapConnectionSettings settings, ConnectionEvent.Opened opened) {
        this.context = context;
        this.services = services;
        this.settings = settings;
        this.connection = opened.output();
        this.recorder = SessionRecorder.open(services.sessionLog(), services.clock(), settings.service(), opened.remote(), opened.local());
        this.output = new PacedOutput(connection, recorder);
        ActorRef<Object> self = context.getSelf();
        this.actor = work -> self.tell(new Continuation(work));
        this.framer = newFramer();
        this.session = ImapSession.open(settings.implicitTls() ? ImapSession.Security.TLS
                : services.tls().isPresent() ? ImapSession.Security.CLEAR : ImapSession.Security.CLEAR_WITHOUT_STARTTLS);
    }

    private ImapFramer newFramer() {
        return new ImapFramer(settings.maxLineOctets(), settings.maxLiteralOctets());
    }

    AccessServices services() {
        return services;
    }

    ImapConnectionSettings settings() {
        return settings;
    }

    SessionRecorder recorder() {
        return recorder;
    }

    PacedOutput output() {
        return output;
    }

    /** Runs a task as a message of the session's actor. */
    Executor actor() {
        return actor;
    }

    Logger log() {
        return context.getLog();
    }

    /** Where replicas tell what is new in a mailbox. */
    ActorRef<MailboxView> views() {
        return context.getSelf().narrow();
    }

    ImapFramer framer() {
        return framer;
    }

    ImapSession session() {
        return session;
    }

    /** Empty before login. */
    Optional<SessionScope> scope() {
        return scope;
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    boolean isOver() {
        return phase == Phase.Simple.OVER;
    }

    /** Asks for more octets. */
    void pull() {
        connection.pull();
    }

    /** Turns to TLS behind what was written. */
    void secure() {
        output.flush();
        phase = Phase.Simple.SECURING;
        // What came in the clear behind the command may be somebody else's: the connection ends over it (RFC 9051 section 6.2.1).
        ByteString injected = ByteString.fromArrayUnsafe(new byte[(int) framer.bufferedOctets()]);
        connection.upgrade(services.tls().orElseThrow().get(), injected);
    }

    /** TLS stands, as STARTTLS has asked. */
    void secured() {
        session = session instanceof ImapSession.NotAuthenticated clear ? clear.secured() : session;
        framer = newFramer();
    }

    /** The client is who it says. */
    void authenticated(ImapSession.NotAuthenticated before, String address) {
        recorder.authenticated(address);
        session = before.authenticated();
        framer.authenticated();
        scope = Optional.of(new SessionScope(services, new Folders(services, context.getSystem(), address), output, actor, recorder.id()));
    }

    void selected(ImapSession.Access access) {
        session = session instanceof ImapSession.Authenticated known ? known.selected(access) : session;
    }

    void unselected() {
        session = session instanceof ImapSession.Selected open ? open.unselected() : session;
    }

    /** Sends what was said, then closes the connection. */
    void finish(String reason) {
        phase = Phase.Simple.OVER;
        session = session.loggedOut();
        output.flush();
        recorder.closed(reason);
        connection.finish();
    }

    /** Drops the connection and what the client has not taken. */
    void abort(String reason) {
        recorder.closed(reason);
        connection.abort();
    }
}
