package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.zip.DataFormatException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.access.CommandCounts;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.credentials.LoginContext;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.imap.Extension;
import org.sterna.protocols.imap.ImapFramer;
import org.sterna.protocols.imap.ImapOffer;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.sasl.SaslMechanism;

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
    private final CommandCounts counts;
    private final Executor actor;
    private LoginContext login;
    private ImapFramer framer;
    private ImapSession session;
    private Optional<SessionScope> scope = Optional.empty();
    private Optional<Compression> compression = Optional.empty();
    private List<Bystander> bystanders = List.of();
    private Phase phase = Phase.Simple.BUSY;
    private long writtenBefore;

    Dialogue(ActorContext<Object> context, AccessServices services, ImapConnectionSettings settings, ConnectionEvent.Opened opened) {
        this.context = context;
        this.services = services;
        this.settings = settings;
        this.connection = opened.output();
        this.recorder = SessionRecorder.open(services.sessionLog(), services.clock(), settings.service(), opened.remote(), opened.local());
        this.output = new PacedOutput(connection, recorder);
        this.counts = CommandCounts.of(context.getSystem());
        ActorRef<Object> self = context.getSelf();
        this.actor = work -> self.tell(new Continuation(work));
        this.framer = newFramer();
        this.login = new LoginContext(LoginScope.IMAP, opened.remote().getAddress());
        this.session = ImapSession.open(settings.implicitTls() ? ImapSession.Security.TLS
                : services.tls().isPresent() ? ImapSession.Security.CLEAR : ImapSession.Security.CLEAR_WITHOUT_STARTTLS,
                ImapOffer.of(List.of(), OptionalLong.of(settings.maxAppendOctets()))
                        // Quotas are set by the operator, messages have no annotations, and METADATA is more than METADATA-SERVER.
                        .without(Extension.QUOTASET, Extension.QUOTA_ANNOTATION_STORAGE, Extension.METADATA_SERVER));
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

    CommandCounts counts() {
        return counts;
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

    /** The session's actor: whatever it is told and nobody else knows, the bystanders are asked about. */
    ActorRef<Object> self() {
        return context.getSelf();
    }

    /** A child of the session's actor, which ends with it. */
    <T> ActorRef<T> spawn(Behavior<T> behavior) {
        return context.spawnAnonymous(behavior);
    }

    void stop(ActorRef<?> child) {
        context.stop(child);
    }

    /** Those who tell things beside the selected mailbox; a copy that does not change. */
    List<Bystander> bystanders() {
        return bystanders;
    }

    void bystand(Bystander bystander) {
        List<Bystander> more = new ArrayList<>(bystanders);
        more.add(bystander);
        bystanders = List.copyOf(more);
    }

    void dismiss(Bystander bystander) {
        bystanders = bystanders.stream().filter(each -> each != bystander).toList();
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
        if (next == Phase.Simple.BUSY && phase != Phase.Simple.BUSY) {
            writtenBefore = output.written();
        }
        phase = next;
    }

    /** Whether anything was written since the command that is under way. */
    boolean hasBegunToAnswer() {
        return output.written() != writtenBefore;
    }

    boolean isOver() {
        return phase == Phase.Simple.OVER;
    }

    /** Takes octets that have arrived, or that stand for others. */
    void received(byte[] octets) {
        if (compression.isPresent()) {
            compression.get().feed(octets);
            readOn();
        } else {
            framer.feed(octets);
        }
    }

    /**
     * Goes on reading: with what has arrived compressed and was not looked at, else with what the connection is asked for.
     *
     * @return true if there is something to read at once
     */
    boolean readOn() {
        try {
            byte[] octets = compression.isPresent() ? compression.get().next() : new byte[0];
            framer.feed(octets);
            return octets.length > 0;
        } catch (DataFormatException damaged) {
            abort("the client's compressed octets are damaged");
            phase = Phase.Simple.OVER;
            return false;
        }
    }

    /** Asks for more octets. */
    void pull() {
        connection.pull();
    }

    boolean isCompressed() {
        return compression.isPresent();
    }

    /** From here on both sides compress (RFC 4978 section 3); what was written before is not. */
    void compress() {
        Compression begun = new Compression();
        compression = Optional.of(begun);
        output.compress(compression);
    }

    private void endCompression() {
        output.compress(Optional.empty());
        compression.ifPresent(Compression::close);
        compression = Optional.empty();
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

    /** What the connection can carry of the mechanisms is known now. */
    void over(ConnectionEvent.TlsEstablished tls) {
        recorder.secured(tls.protocol(), tls.cipherSuite());
        login = login.over(tls.ownCertificate(), tls.peerCertificates());
        List<String> mechanisms = SaslMechanism.offered(services.authenticator().mechanisms(), !login.bindings().isEmpty(), !login.certificates().isEmpty())
                .stream().map(SaslMechanism::wireName).toList();
        session = session instanceof ImapSession.NotAuthenticated before ? before.offering(mechanisms) : session;
    }

    /** Where the client logs in from. */
    LoginContext login() {
        return login;
    }

    /**
     * The client is who it says.
     *
     * @param by the account that acts for it; usually nobody
     */
    void authenticated(ImapSession.NotAuthenticated before, String address, Optional<String> by) {
        recorder.authenticated(address, by);
        session = before.authenticated();
        framer.authenticated();
        Folders folders = new Folders(services, context.getSystem(), address, recorder.id());
        scope = Optional.of(new SessionScope(services, address, folders, output, actor, context.getSystem().executionContext(), recorder.id(),
                this::session));
    }

    /** The client is nobody again (RFC 8437): all state but TLS is as at the beginning, what it has sent already is kept. */
    void unauthenticated() {
        bystanders.forEach(Bystander::onEnd);
        bystanders = List.of();
        compression.ifPresent(active -> framer.feed(active.rest()));
        endCompression();
        session = session instanceof ImapSession.Authenticated known ? known.unauthenticated() : session;
        framer.unauthenticated();
        scope = Optional.empty();
    }

    void enabled(ImapSession next) {
        session = next;
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
        endCompression();
        recorder.closed(reason);
        connection.finish();
    }

    /** The actor stops: nothing is told any more, nothing held. */
    void stopped() {
        bystanders.forEach(Bystander::onEnd);
        bystanders = List.of();
        endCompression();
    }

    /** The client has little time to close behind our close. */
    void hurry() {
        connection.hurry();
    }

    /** Drops the connection and what the client has not taken. */
    void abort(String reason) {
        recorder.closed(reason);
        connection.abort();
    }
}
