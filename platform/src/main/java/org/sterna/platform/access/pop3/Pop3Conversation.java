package org.sterna.platform.access.pop3;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockAnswer;
import org.sterna.persistence.mailbox.pekko.MailboxEntity.LockReply;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.persistence.mailbox.pekko.MaildropLock;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.access.CommandCounts;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.LoginContext;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.pop3.Pop3Action;
import org.sterna.protocols.pop3.Pop3CommandParser;
import org.sterna.protocols.pop3.Pop3Input;
import org.sterna.protocols.pop3.Pop3Reply;
import org.sterna.protocols.pop3.Pop3Rules;
import org.sterna.protocols.pop3.Pop3Session;
import org.sterna.protocols.pop3.SurrogateHeader;
import org.sterna.protocols.pop3.TopLines;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * Carries a {@link Pop3Session}: second of two, before it is {@link Pop3Connection}. Lines are taken one by one, and only while
 * the session awaits one, nothing is under way, and the client reads what it asked for; only when no line is left are
 * octets pulled. So a client that pipelines is answered in order and costs no more memory than one that waits.
 */
final class Pop3Conversation extends AbstractBehavior<Object> {
    /** What timers say. */
    enum Timer {
        /** The client was silent for too long. */
        IDLE,
        /** The mailbox did not answer. */
        OPENING,
        /** The mailbox must hear that we are still there. */
        RENEW
    }

    private enum Turn {
        /** More lines may wait; others had their turn. */
        NEXT
    }

    /** What was under way is done; the rest is to be done here. */
    private record Arrived(Runnable rest) { }

    static final String STOPPED = "stopped";
    /** Lines that are taken before other connections have their turn. */
    private static final int LINES_IN_TURN = 32;
    /** Who has guessed waits up to so long for an answer: sterna.auth.guessing has no longer longest-delay. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    /** A TLS record that holds a handshake message, RFC 8446 section 5.1. */
    private static final byte TLS_HANDSHAKE = 0x16;

    private final TimerScheduler<Object> timers;
    private final AccessServices services;
    private final Pop3ConnectionSettings settings;
    private final ConnectionOutput connection;
    private final SessionRecorder recorder;
    private final PortionedOutput output;
    private final ActorRef<MailboxView> views;
    private final ActorRef<LockReply> answers;
    private final LineFramer framer = new LineFramer(Pop3CommandParser.MAX_LINE_OCTETS);

    private final CommandCounts counts;
    private LoginContext login;
    private Pop3Session session;
    private Optional<AddressEntry> account = Optional.empty();
    /** From the moment it is asked for until it is given back. */
    private Optional<MaildropClaim> claim = Optional.empty();
    private long claims;
    private boolean opening;
    /** The number of the event that the view to be shown must have reached; empty until the maildrop is ours. */
    private OptionalLong granted = OptionalLong.empty();
    private Optional<OpenMaildrop> maildrop = Optional.empty();
    private Optional<MessageReader> reader = Optional.empty();
    private Optional<OutgoingMessage> sending = Optional.empty();
    private boolean nothingRead = true;
    private boolean pulled;
    private boolean peerFinished;
    private boolean underWay;
    private boolean updating;
    private boolean draining;
    private boolean closed;

    private Pop3Conversation(ActorContext<Object> context, TimerScheduler<Object> timers, AccessServices services,
            Pop3ConnectionSettings settings, ConnectionOutput connection, SessionRecorder recorder, LoginContext login, Pop3Session session) {
        super(context);
        this.timers = timers;
        this.services = services;
        this.settings = settings;
        this.connection = connection;
        this.recorder = recorder;
        this.login = login;
        this.session = session;
        output = new PortionedOutput(octets -> {
            recorder.sent(octets.size());
            connection.write(octets);
        });
        context.setLoggerName(Pop3Conversation.class);
        counts = CommandCounts.of(context.getSystem());
        views = context.messageAdapter(MailboxView.class, view -> view);
        answers = context.messageAdapter(LockReply.class, reply -> reply);
    }

    /** Greets. */
    static Behavior<Object> begin(ActorContext<Object> context, TimerScheduler<Object> timers, AccessServices services,
            Pop3ConnectionSettings settings, ConnectionOutput connection, SessionRecorder recorder, LoginContext login, Optional<TlsLayer> tls) {
        Pop3Rules rules = new Pop3Rules(services.hostName(), services.tls().isPresent(), settings.loginDelay(), settings.maxBadCommands(),
                services.authenticator().mechanisms());
        Pop3Session.Step first = Pop3Session.open(rules, tls);
        Pop3Conversation conversation = new Pop3Conversation(
                context, timers, services, settings, connection, recorder, login, first.session());
        conversation.heard();
        conversation.perform(first);
        conversation.advance();
        return conversation;
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, drained -> onDrained())
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTlsEstablished)
                .onMessage(ConnectionEvent.PeerFinished.class, finished -> onPeerFinished())
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessage(ConnectionEvent.Draining.class, unused -> onDraining())
                .onMessage(ConnectionEvent.DrainOver.class, over -> onDrainOver())
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(LockReply.class, this::onLockReply)
                .onMessage(MailboxView.class, this::onView)
                .onMessageEquals(Turn.NEXT, this::onNextTurn)
                .onMessageEquals(Timer.OPENING, this::onOpeningTimeout)
                .onMessageEquals(Timer.RENEW, this::onRenewal)
                .onMessageEquals(Timer.IDLE, this::onTimeout)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    // The connection.

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        pulled = false;
        byte[] octets = received.octets().toArrayUnsafe();
        recorder.received(octets.length);
        if (nothingRead && session.tls().isEmpty() && octets[0] == TLS_HANDSHAKE) {
            // A TLS client would wait for ever for an end of its first line.
            step(new Pop3Input.Interrupted(Pop3Reply.error("This port begins in the clear, use STLS")));
            return this;
        }
        nothingRead = false;
        framer.feed(octets, 0, octets.length);
        advance();
        return this;
    }

    private Behavior<Object> onDrained() {
        heard();                                                                   // who reads is not idle
        output.drained();
        advance();
        return this;
    }

    private Behavior<Object> onTlsEstablished(ConnectionEvent.TlsEstablished tls) {
        recorder.secured(tls.protocol(), tls.cipherSuite());
        login = login.over(tls.ownCertificate(), tls.peerCertificates());
        step(new Pop3Input.TlsEstablished(login.layer(tls.protocol(), tls.cipherSuite())));
        return this;
    }

    private Behavior<Object> onPeerFinished() {
        peerFinished = true;
        advance();
        return this;
    }

    /** A connection that closes in the UPDATE state does not stop the update, and the maildrop is ours until it is done. */
    private Behavior<Object> onClosed(ConnectionEvent.Closed over) {
        recorder.closed(text(over.reason()));
        closed = true;
        return updating ? this : Behaviors.stopped();
    }

    static String text(CloseReason reason) {
        if (reason instanceof CloseReason.ByPeer) {
            return "by the client";
        }
        if (reason instanceof CloseReason.ByUs || reason instanceof CloseReason.ByBoth) {
            return "by us";
        }
        if (reason instanceof CloseReason.Failure failure) {
            return failure.text();
        }
        if (reason instanceof CloseReason.TlsFailure failure) {
            return "TLS: " + failure.text();
        }
        if (reason instanceof CloseReason.Injected) {
            return "octets in the clear behind STLS";
        }
        if (reason instanceof CloseReason.Overflow) {
            return "the client did not read";
        }
        throw new AssertionError(reason);
    }

    private Behavior<Object> onStopped() {
        recorder.closed(STOPPED);
        return this;
    }

    private void heard() {
        timers.startSingleTimer(Timer.IDLE, settings.timeout());
    }

    /** RFC 1939 section 3: the connection is closed without a word, and nothing is deleted. */
    private Behavior<Object> onTimeout() {
        if (underWay) {
            heard();                                                               // our own delay, and it ends by itself
        } else {
            sending = Optional.empty();
            step(new Pop3Input.TimedOut());
        }
        return this;
    }

    /** What is under way is answered, an update is done; then the session ends without one. */
    private Behavior<Object> onDraining() {
        draining = true;
        connection.hurry();
        advance();
        return this;
    }

    /** Half an answer must not look like a whole one; an update that is asked for cannot be called back. */
    private Behavior<Object> onDrainOver() {
        if (!updating && session.awaits() != Pop3Session.Awaits.NOTHING) {
            release();
            connection.abort();
        }
        return this;
    }

    // Lines.

    private Behavior<Object> onNextTurn() {
        advance();
        return this;
    }

    /** Does what can be done now: sends more of a message, or takes lines. */
    private void advance() {
        for (int taken = 0; taken < LINES_IN_TURN; taken++) {
            if (underWay || !output.ready()) {
                return;
            }
            if (sending.isPresent()) {
                readOn(sending.get());
                return;
            }
            if (session.awaits() != Pop3Session.Awaits.COMMAND && session.awaits() != Pop3Session.Awaits.AUTH_RESPONSE) {
                return;
            }
            if (draining) {
                perform(session.on(new Pop3Input.Interrupted(Pop3Reply.SHUTTING_DOWN)));
                return;
            }
            LineFramer.Line line = framer.next();
            if (line instanceof LineFramer.Line.Incomplete) {
                pull();
                return;
            }
            heard();
            perform(session.on(input(line)));
        }
        getContext().getSelf().tell(Turn.NEXT);
    }

    private void pull() {
        if (peerFinished) {
            release();
            connection.finish();
        } else if (!pulled) {
            pulled = true;
            connection.pull();
        }
    }

    private Pop3Input input(LineFramer.Line line) {
        if (line instanceof LineFramer.Line.Whole whole) {
            return session.awaits() == Pop3Session.Awaits.AUTH_RESPONSE
                    ? new Pop3Input.AuthResponse(whole.text())
                    : Pop3CommandParser.parse(whole);
        }
        if (line instanceof LineFramer.Line.TooLong) {
            return Pop3CommandParser.lineTooLong();
        }
        if (line instanceof LineFramer.Line.BadLineEnd) {
            return Pop3CommandParser.badLineEnd();
        }
        throw new AssertionError(line);
    }

    private void step(Pop3Input input) {
        if (input instanceof Pop3Input.CommandLine line) {
            counts.pop3(line.command());
        }
        perform(session.on(input));
        advance();
    }

    private void perform(Pop3Session.Step step) {
        session = step.session();
        if (session.awaits() == Pop3Session.Awaits.NOTHING) {
            release();
        }
        step.actions().forEach(this::act);
    }

    private void act(Pop3Action action) {
        if (action instanceof Pop3Action.Say say) {
            say(say.reply());
        } else if (action instanceof Pop3Action.StartTls) {
            connection.upgrade(services.tls().orElseThrow().get(),
                    ByteString.fromArrayUnsafe(framer.takeUnread()));
        } else if (action instanceof Pop3Action.CheckCredentials check) {
            check(check.question());
        } else if (action instanceof Pop3Action.OpenMaildrop) {
            open(account.orElseThrow().inbox());
        } else if (action instanceof Pop3Action.SendMessage send) {
            send(send.index(), send.form(), send.first(), Optional.empty());
        } else if (action instanceof Pop3Action.SendTop send) {
            send(send.index(), send.form(), send.first(), Optional.of(new TopLines(send.lines())));
        } else if (action instanceof Pop3Action.Update update) {
            update(update.indexes());
        } else if (action instanceof Pop3Action.Close) {
            connection.finish();
        } else {
            throw new AssertionError(action);
        }
    }

    private void say(Pop3Reply reply) {
        if (reply instanceof Pop3Reply.Line line) {
            output.write(line.octets());
        } else {
            output.write(reply.portions());
        }
    }

    // What takes time.

    /** Goes on here with the answer, or with the failure if none comes in time. */
    private <T> void await(CompletionStage<T> answer, Consumer<T> then, Consumer<Throwable> otherwise) {
        await(answer, settings.patience(), then, otherwise);
    }

    private <T> void await(CompletionStage<T> answer, Duration patience, Consumer<T> then, Consumer<Throwable> otherwise) {
        underWay = true;
        CompletionStage<T> bounded = answer.toCompletableFuture().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        getContext().pipeToSelf(bounded, (value, failure) -> new Arrived(
                failure == null ? () -> then.accept(value) : () -> otherwise.accept(failure)));
    }

    private Behavior<Object> onArrived(Arrived arrived) {
        underWay = false;
        arrived.rest().run();
        return closed ? Behaviors.stopped() : this;
    }

    private void check(SaslQuestion question) {
        await(services.authenticator().answer(login, question), settings.patience().plus(LONGEST_DELAY), answered -> onChecked(question, answered), failure -> {
            getContext().getLog().warn("{}: credentials cannot be checked: {}", recorder.id(), failure.toString());
            step(new Pop3Input.CredentialsChecked(new SaslAnswer.Denied(SaslAnswer.Denial.UNAVAILABLE)));
        });
    }

    private void onChecked(SaslQuestion question, Authenticator.Answered answered) {
        answered.result().ifPresent(result -> {
            if (result instanceof Authenticator.Valid valid) {
                recorder.authenticated(valid.entry().address(), valid.by());
                account = Optional.of(valid.entry());
            } else if (result instanceof Authenticator.Invalid) {
                recorder.authenticationFailed(question.user());
            } else if (result instanceof Authenticator.Unavailable unavailable) {
                getContext().getLog().warn("{}: credentials cannot be checked: {}", recorder.id(), unavailable.reason());
            }
        });
        step(new Pop3Input.CredentialsChecked(answered.answer()));
    }

    // The maildrop.

    /** First of three: the mailbox is asked for it. */
    private void open(MailboxId inbox) {
        MaildropClaim wanted = new MaildropClaim(services, getContext().getSystem(), inbox, answers, ++claims, settings.loginDelay());
        claim = Optional.of(wanted);
        opening = true;
        underWay = true;
        timers.startSingleTimer(Timer.OPENING, settings.patience());
        wanted.ask();
    }

    /** Second of three, and again with each renewal. An answer to a question that was given up counts for nothing: the claim was withdrawn behind it. */
    private Behavior<Object> onLockReply(LockReply reply) {
        if (!updating && claim.filter(wanted -> wanted.isAnsweredBy(reply)).isPresent()) {
            onLockAnswer(reply.answer());
        }
        return this;
    }

    private void onLockAnswer(LockAnswer answer) {
        if (opening && granted.isEmpty()) {
            if (answer instanceof MailboxEntity.MaildropLocked locked) {
                granted = OptionalLong.of(locked.event());
                timers.startTimerWithFixedDelay(Timer.RENEW, MaildropLock.RENEW);
                services.replicas().tell(new MailboxReplicas.Attach(claim.get().mailbox(), views));
            } else {
                notOpened(answer instanceof MailboxEntity.MaildropTooSoon ? new Pop3Input.MaildropTooSoon() : new Pop3Input.MaildropInUse());
            }
        } else if (!(answer instanceof MailboxEntity.MaildropLocked)) {
            lost();
        }
    }

    /** Not behind an update, which gives the maildrop back: it would be taken anew. */
    private Behavior<Object> onRenewal() {
        claim.filter(wanted -> !updating).ifPresent(MaildropClaim::ask);
        return this;
    }

    /** The mailbox went on elsewhere, and another session was faster than we. Half an answer must not be followed by an error as if it were its rest. */
    private void lost() {
        getContext().getLog().warn("{}: another session has got the maildrop", recorder.id());
        if (underWay || sending.isPresent() || !output.ready()) {
            connection.abort();
        } else {
            step(new Pop3Input.Interrupted(Pop3Reply.error("[IN-USE] Another session has got the maildrop")));
        }
    }

    /**
     * Third of three: the first view that shows all that was done before is the maildrop. Views of another mailbox were on their
     * way when we detached from it. A mailbox that was not made yet, because nothing came for it, is an empty maildrop.
     */
    private Behavior<Object> onView(MailboxView view) {
        claim.filter(wanted -> opening && granted.isPresent()).map(MaildropClaim::mailbox)
                .filter(inbox -> view.state().id().orElse(inbox).equals(inbox) && view.state().events() >= granted.getAsLong())
                .ifPresent(inbox -> {
                    if (view.state().deleted()) {
                        notOpened(new Pop3Input.MaildropGone());
                    } else {
                        opened(OpenMaildrop.of(inbox, view.state()));
                    }
                });
        view.taken();
        return this;
    }

    private void opened(OpenMaildrop opened) {
        endOpening();
        maildrop = Optional.of(opened);
        reader = Optional.of(new MessageReader(services.messages(), opened));
        recorder.mailboxSelected("INBOX");
        step(new Pop3Input.MaildropOpened(opened));
    }

    private Behavior<Object> onOpeningTimeout() {
        if (opening) {
            getContext().getLog().warn("{}: mailbox {} did not answer within {}", recorder.id(), claim.orElseThrow().mailbox(), settings.patience());
            notOpened(new Pop3Input.MaildropUnavailable());
        }
        return this;
    }

    private void notOpened(Pop3Input answer) {
        endOpening();
        release();
        step(answer);
    }

    private void endOpening() {
        underWay = false;
        opening = false;
        granted = OptionalLong.empty();
        timers.cancel(Timer.OPENING);
        services.replicas().tell(new MailboxReplicas.Detach(claim.orElseThrow().mailbox(), views));
    }

    private void release() {
        claim.ifPresent(MaildropClaim::release);
        forgetClaim();
    }

    private void forgetClaim() {
        claim = Optional.empty();
        timers.cancel(Timer.RENEW);
    }

    private void send(int index, Pop3Action.HeaderForm form, Pop3Reply first, Optional<TopLines> top) {
        Optional<SurrogateHeader> surrogate = form == Pop3Action.HeaderForm.SURROGATE ? Optional.of(new SurrogateHeader()) : Optional.empty();
        CompletionStage<Optional<OutgoingMessage>> begun = reader.orElseThrow().read(index).thenCompose(found -> found.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : OutgoingMessage.begin(found.get().content(), found.get().prefix(), top, surrogate).thenApply(Optional::of));
        await(begun, message -> {
            if (message.isEmpty()) {
                step(new Pop3Input.ContentGone());
                return;
            }
            say(first);
            sending = message;
            write(message.get());
        }, failure -> {
            getContext().getLog().warn("{}: message {} cannot be read: {}", recorder.id(), index + 1, failure.toString());
            step(new Pop3Input.ContentUnavailable());
        });
    }

    private void write(OutgoingMessage message) {
        output.write(message.take());
        if (message.isComplete()) {
            sending = Optional.empty();
            step(new Pop3Input.ContentSent());
        } else {
            advance();
        }
    }

    private void readOn(OutgoingMessage message) {
        await(message.readOn(), unused -> write(message), failure -> {
            getContext().getLog().warn("{}: the rest of a message cannot be read: {}", recorder.id(), failure.toString());
            sending = Optional.empty();
            connection.abort();                                    // half a message must not look like a whole one
        });
    }

    /** The claim ends with it, before the client is told: its next session finds the maildrop free. */
    private void update(BitSet indexes) {
        updating = true;
        By by = By.session(recorder.id(), services.clock().instant());
        await(claim.orElseThrow().update(maildrop.orElseThrow().uids(indexes), by, settings.patience()), answer -> {
            updating = false;
            if (answer instanceof Verdict.Accepted) {
                forgetClaim();
                step(new Pop3Input.UpdateDone());
            } else {
                step(new Pop3Input.UpdateFailed());
            }
        }, failure -> {
            updating = false;
            getContext().getLog().warn("{}: messages cannot be deleted: {}", recorder.id(), failure.toString());
            step(new Pop3Input.UpdateFailed());
        });
    }
}
