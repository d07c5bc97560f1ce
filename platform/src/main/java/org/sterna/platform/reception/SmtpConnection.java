package org.sterna.platform.reception;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.sterna.persistence.account.LoginScope;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionAddresses;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.LoginContext;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.SmtpAction;
import org.sterna.protocols.smtp.SmtpCommandParser;
import org.sterna.protocols.smtp.SmtpInput;
import org.sterna.protocols.smtp.SmtpSession;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * One connection of a client that sends mail. Octets go through the framer, or to the content of a message, and so to the session
 * machine; what the machine asks for is done here or by {@link Gate}, {@link ContentReader} and {@link Acceptance}. Replies to pipelined
 * commands leave together (RFC 2920 section 3.2).
 *
 * <p>While it waits for an answer no line is read, but the socket is, up to {@value #MAX_AHEAD} octets: so a client that hangs up is
 * noticed, and what it had sent before it could read a reply is known not to answer that reply (RFC 1047). A client that sends more is
 * held back by TCP.
 */
public final class SmtpConnection extends AbstractBehavior<Object> {
    private static final int MAX_AHEAD = 64 * 1024;
    private static final SmtpInput UNCHECKED = new SmtpInput.CredentialsChecked(new SaslAnswer.Denied(SaslAnswer.Denial.UNAVAILABLE));

    private record Answered(SmtpInput input) { }

    private record CredentialsAnswered(SaslQuestion question, Authenticator.Answered answered) { }

    private record ContentReady(Optional<Throwable> failure) { }

    private record Stored(Envelope envelope, Acceptance.Result result) { }

    private enum Timer { SILENCE, EARLY_TALK, MESSAGE }

    private final ReceptionServices services;
    private final ReceptionSettings settings;
    private final SessionRecorder recorder;
    private final Gate gate;
    private final ReplyWatch replyWatch;
    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);
    private Optional<ConnectionOutput> output = Optional.empty();
    private Optional<SmtpSession> session = Optional.empty();
    private Optional<ContentReader> content = Optional.empty();
    private Optional<Cancellable> messageTimer = Optional.empty();
    private ByteStringBuilder replies = new ByteStringBuilder();
    private String verb = "CONNECT";
    private String rule = "";
    private LoginContext login;
    private boolean greeting;
    private boolean upgrading;
    private boolean waitingForContent;
    private boolean pulling;
    private boolean closing;
    private boolean draining;
    private boolean finished;

    private SmtpConnection(ActorContext<Object> context, ReceptionServices services, ReceptionSettings settings, ConnectionAddresses ends) {
        super(context);
        this.services = services;
        this.settings = settings;
        recorder = SessionRecorder.open(services.sessionLog(), services.clock(), settings.service(), ends.remote(), ends.local());
        gate = new Gate(services, settings, recorder, ends.remote());
        login = new LoginContext(LoginScope.SMTP, ends.remote().getAddress());
        replyWatch = new ReplyWatch(recorder, services.clock());
        context.setReceiveTimeout(settings.timeout(), Timer.SILENCE);
    }

    /** The actors of one listener. */
    public static ConnectionBehavior behavior(ReceptionServices services, ReceptionSettings settings) {
        return ends -> Behaviors.setup((ActorContext<Object> context) -> new SmtpConnection(context, services, settings, ends)).narrow();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConnectionEvent.Opened.class, this::onOpened)
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, drained -> onDrained())
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTls)
                .onMessage(ConnectionEvent.PeerFinished.class, ended -> onPeerFinished())
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessage(ConnectionEvent.Draining.class, draining -> onDraining())
                .onMessage(ConnectionEvent.DrainOver.class, over -> onDrainOver())
                .onMessage(Answered.class, answered -> proceed(answered.input()))
                .onMessage(CredentialsAnswered.class, this::onCredentials)
                .onMessage(ContentReady.class, this::onContentReady)
                .onMessage(Stored.class, this::onStored)
                .onMessageEquals(Timer.SILENCE, this::onSilence)
                .onMessageEquals(Timer.EARLY_TALK, this::onEarlyTalkOver)
                .onMessageEquals(Timer.MESSAGE, () -> onTooSlow())
                .onSignal(PostStop.class, stopped -> {
                    stopMessageTimer();
                    content.ifPresent(ContentReader::discard);
                    replyWatch.lost();
                    gate.closed();
                    recorder.closed("ended");
                    return this;
                })
                .build();
    }

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        output = Optional.of(opened.output());
        if (draining) {
            opened.output().hurry();
        }
        if (!settings.implicitTls()) {
            begin(Optional.empty());
        }
        return this;
    }

    private void begin(Optional<TlsLayer> tls) {
        SmtpSession.Step first = SmtpSession.open(gate.rules(), tls, services.clock().instant());
        take(draining ? first.session().on(new SmtpInput.Draining()) : first);
        work();
    }

    private Behavior<Object> onTls(ConnectionEvent.TlsEstablished established) {
        login = login.over(established.ownCertificate(), established.peerCertificates());
        TlsLayer tls = login.layer(established.protocol(), established.cipherSuite());
        recorder.secured(tls.protocol(), tls.cipher());
        upgrading = false;
        if (session.isEmpty()) {
            begin(Optional.of(tls));
            return this;
        }
        return proceed(new SmtpInput.TlsEstablished(tls));
    }

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        pulling = false;
        recorder.received(received.octets().size());
        replyWatch.heard();
        byte[] octets = received.octets().toArray();
        framer.feed(octets, 0, octets.length);
        if (greeting) {
            return onEarlyTalkOver();
        }
        work();
        return this;
    }

    private Behavior<Object> onDrained() {
        replyWatch.flushed();
        return this;
    }

    private Behavior<Object> onPeerFinished() {
        finished = true;
        if (!closing && (!isBusy() || upgrading)) {
            finish("closed by the client");
        }
        return this;
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        if (closed.reason() instanceof CloseReason.ByBoth) {
            replyWatch.heard();                 // it was still there to close behind our own close, which follows its QUIT
        }
        recorder.closed(closed.reason().toString());
        return Behaviors.stopped();
    }

    private Behavior<Object> onDraining() {
        draining = true;
        greeting = false;
        output.ifPresent(ConnectionOutput::hurry);
        return proceed(new SmtpInput.Draining());
    }

    /** A message that is just being made durable may be: its client will repeat it, and is known then. */
    private Behavior<Object> onDrainOver() {
        if (session.isEmpty() || upgrading) {
            output.ifPresent(ConnectionOutput::abort);
            return this;
        }
        replyWatch.lost();
        return proceed(new SmtpInput.Interrupted(Replies.SHUTTING_DOWN));
    }

    private Behavior<Object> onSilence() {
        if (session.isEmpty() || upgrading || closing) {
            output.ifPresent(ConnectionOutput::abort);
            return this;
        }
        if (awaitsAnswer()) {
            return this;
        }
        replyWatch.lost();                      // a client that fell silent may never have read it
        return proceed(new SmtpInput.Interrupted(Replies.TIMEOUT));
    }

    private Behavior<Object> onTooSlow() {
        return content.isPresent() && !awaitsAnswer() && !closing ? proceed(new SmtpInput.Interrupted(Replies.TIMEOUT)) : this;
    }

    private boolean awaitsAnswer() {
        return awaits() == SmtpSession.Awaits.ANSWER;
    }

    /** Whether what the client has sent is not all worked off. */
    private boolean isBusy() {
        return awaitsAnswer() || waitingForContent;
    }

    private SmtpSession.Awaits awaits() {
        return session.map(SmtpSession::awaits).orElse(SmtpSession.Awaits.NOTHING);
    }

    private Behavior<Object> proceed(SmtpInput input) {
        if (awaits() != SmtpSession.Awaits.NOTHING) {
            take(session.orElseThrow().on(input));
            work();
        }
        return this;
    }

    /** Reads commands and content as long as there are any and nobody is being waited for; then sends what is to be said. */
    private void work() {
        while (step()) {
            // each step consumes a line or a piece of content
        }
        flush();
        if (finished && !closing && !isBusy()) {
            finish("closed by the client");
        }
        if (awaits() != SmtpSession.Awaits.NOTHING && !waitingForContent && !closing && !upgrading && framer.unread() < MAX_AHEAD) {
            pull();
        }
    }

    private void pull() {
        if (!pulling) {
            pulling = true;
            output.ifPresent(ConnectionOutput::pull);
        }
    }

    private boolean step() {
        SmtpSession.Awaits awaits = awaits();
        if (upgrading || closing) {
            return false;
        }
        if (awaits == SmtpSession.Awaits.CONTENT || awaits == SmtpSession.Awaits.CHUNK) {
            return readContent();
        }
        if (awaits != SmtpSession.Awaits.COMMAND && awaits != SmtpSession.Awaits.AUTH_RESPONSE) {
            return false;
        }
        LineFramer.Line line = framer.next();
        if (line instanceof LineFramer.Line.Incomplete) {
            return false;
        }
        take(session.orElseThrow().on(input(line, awaits == SmtpSession.Awaits.AUTH_RESPONSE)));
        return true;
    }

    private SmtpInput input(LineFramer.Line line, boolean authResponse) {
        boolean followed = framer.unread() > 0;
        if (line instanceof LineFramer.Line.Whole whole) {
            if (authResponse) {
                return new SmtpInput.AuthResponse(whole.text(), followed);
            }
            SmtpInput input = SmtpCommandParser.parse(whole, followed);
            verb = input instanceof SmtpInput.CommandLine command ? command.command().getClass().getSimpleName().toUpperCase(Locale.ROOT) : "";
            return input;
        }
        verb = "";
        return line instanceof LineFramer.Line.TooLong ? SmtpCommandParser.lineTooLong() : SmtpCommandParser.badLineEnd();
    }

    private boolean readContent() {
        ContentReader reader = content.orElseThrow();
        if (waitingForContent || framer.unread() == 0 && reader.end().isEmpty()) {
            return false;
        }
        if (reader.end().isEmpty()) {
            byte[] octets = framer.takeUnread();
            int used = reader.feed(octets, 0, octets.length);
            if (used < octets.length) {
                framer.feed(octets, used, octets.length - used);
            }
        }
        if (reader.isHopeless()) {
            take(session.orElseThrow().on(new SmtpInput.Interrupted(ContentReader.HOPELESS)));
            return false;
        }
        if (!reader.isReady()) {                // at the end of a chunk, too: another may follow at once
            waitingForContent = true;
            getContext().pipeToSelf(reader.ready(), (done, failure) -> new ContentReady(Optional.ofNullable(failure)));
            return false;
        }
        return reader.end().map(this::contentEnded).orElseGet(() -> framer.unread() > 0);
    }

    private boolean contentEnded(SmtpInput end) {
        ContentReader reader = content.orElseThrow();
        reader.sourceEnded();
        getContext().setReceiveTimeout(settings.timeout(), Timer.SILENCE);
        if (reader.discards()) {
            dropContent();
        }
        take(session.orElseThrow().on(end));
        return true;
    }

    private Behavior<Object> onContentReady(ContentReady ready) {
        waitingForContent = false;
        if (ready.failure().isPresent()) {
            dropContent();
            getContext().getLog().warn("{}: the content could not be stored: {}", recorder.id(), ready.failure().get().toString());
            return proceed(new SmtpInput.Interrupted(Reply.of(421, "4.3.1", "The message cannot be stored now, try again later")));
        }
        work();
        return this;
    }

    private void take(SmtpSession.Step step) {
        session = Optional.of(step.session());
        rule = gate.takeRule();                 // of all the step says: LMTP has a reply for each recipient
        step.actions().forEach(this::act);
    }

    private void act(SmtpAction action) {
        if (action instanceof SmtpAction.Say say) {
            say(say.reply());
        } else if (action instanceof SmtpAction.StartTls) {
            startTls();
        } else if (action instanceof SmtpAction.CheckCredentials check) {
            authenticate(check.question());
        } else if (action instanceof SmtpAction.ConsultOnConnect) {
            consultOnConnect();
        } else if (action instanceof SmtpAction.Consult consult) {
            answer(gate.ask(session.orElseThrow(), consult));
        } else if (action instanceof SmtpAction.CheckRecipient check) {
            answer(gate.recipient(session.orElseThrow(), check));
        } else if (action instanceof SmtpAction.AssumeClient assume) {
            gate.assume(assume.attributes());
        } else if (action instanceof SmtpAction.FlushQueue flush) {
            answer(services.domainFlush().start(flush.node()).thenApply(SmtpInput.QueueFlushed::new));
        } else if (action instanceof SmtpAction.ReceiveData data) {
            content = Optional.of(ContentReader.begin(services, settings, data.envelope(), gate));
            content.get().readData();
            startMessageTimer();
        } else if (action instanceof SmtpAction.ReceiveChunk chunk) {
            receiveChunk(chunk);
        } else if (action instanceof SmtpAction.DiscardChunk chunk) {
            discardChunk(chunk);
        } else if (action instanceof SmtpAction.DropContent) {
            dropContent();
        } else if (action instanceof SmtpAction.StoreMessage store) {
            store(store);
        } else if (action instanceof SmtpAction.AwaitAuthResponse) {
            // the next line is given to the session as it is
        } else if (action instanceof SmtpAction.Close) {
            finish("closed by us");
        } else {
            throw new AssertionError(action);
        }
    }

    /** Octets before the greeting are not a mail client's: it waits for the 220 (RFC 5321 section 4.3.1). */
    private void consultOnConnect() {
        Optional<Duration> delay = gate.greetingDelay(session.orElseThrow());
        if (delay.isEmpty()) {
            answer(gate.connected(session.orElseThrow(), false));
            return;
        }
        greeting = true;
        pull();
        if (delay.get().isZero()) {
            getContext().getSelf().tell(Timer.EARLY_TALK);
        } else {
            getContext().scheduleOnce(delay.get(), getContext().getSelf(), Timer.EARLY_TALK);
        }
    }

    private Behavior<Object> onEarlyTalkOver() {
        if (greeting) {
            greeting = false;
            answer(gate.connected(session.orElseThrow(), framer.unread() > 0));
            work();
        }
        return this;
    }

    /** At once where the answer is there already. */
    private void answer(CompletionStage<? extends SmtpInput> stage) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            take(session.orElseThrow().on(future.join()));
            return;
        }
        String command = verb;
        getContext().pipeToSelf(stage, (input, failure) -> {
            if (failure != null) {
                getContext().getLog().warn("{}: {} could not be answered: {}", recorder.id(), command, failure.toString());
            }
            return new Answered(failure == null ? input : new SmtpInput.Interrupted(
                    Reply.of(421, "4.3.0", "Temporary local problem, try again later")));
        });
    }

    private void say(Reply reply) {
        if (reply.code() >= 400) {
            recorder.refused(verb, rule, reply.toString());
        }
        replies.putBytes(reply.octets());
    }

    private void flush() {
        ByteString octets = replies.result();
        if (!octets.isEmpty()) {
            replies = new ByteStringBuilder();
            recorder.sent(octets.size());
            output.ifPresent(each -> each.write(octets));
            replyWatch.written();
        }
    }

    private void finish(String reason) {
        flush();
        closing = true;
        recorder.closed(reason);
        output.ifPresent(ConnectionOutput::finish);
    }

    private void startTls() {
        flush();
        upgrading = true;
        if (pulling) {                          // somebody sent ahead, or the socket would not be read now (RFC 3207 section 6)
            output.ifPresent(ConnectionOutput::abort);
            return;
        }
        output.orElseThrow().upgrade(services.tls().orElseThrow().get(), ByteString.fromArray(framer.takeUnread()));
    }

    private void authenticate(SaslQuestion question) {
        LoginContext context = login.of(gate.address());
        getContext().pipeToSelf(gate.login(session.orElseThrow(), question.user()).thenCompose(consulted -> consulted instanceof SmtpInput.Forbidden forbidden
                ? CompletableFuture.<Object>completedFuture(new Answered(forbidden.close() ? new SmtpInput.Interrupted(forbidden.reply()) : UNCHECKED))
                : services.authenticator().answer(context, question).thenApply(answered -> new CredentialsAnswered(question, answered))),
                (answer, failure) -> failure == null ? answer : new CredentialsAnswered(question, Authenticator.unavailable(failure)));
    }

    private Behavior<Object> onCredentials(CredentialsAnswered credentials) {
        credentials.answered().result().ifPresent(result -> {
            if (result instanceof Authenticator.Valid valid) {
                recorder.authenticated(valid.entry().address(), valid.by());
            } else if (result instanceof Authenticator.Invalid) {
                recorder.authenticationFailed(credentials.question().user());
                gate.loginFailed(session.orElseThrow(), credentials.question().user());
            } else if (result instanceof Authenticator.Unavailable unavailable) {
                getContext().getLog().warn("{}: a login could not be checked: {}", recorder.id(), unavailable.reason());
            }
        });
        return proceed(new SmtpInput.CredentialsChecked(credentials.answered().answer()));
    }

    private void receiveChunk(SmtpAction.ReceiveChunk chunk) {
        if (chunk.first()) {
            content = Optional.of(ContentReader.begin(services, settings, chunk.envelope(), gate));
            startMessageTimer();
        }
        getContext().setReceiveTimeout(settings.dataTimeout(), Timer.SILENCE);
        content.orElseThrow().readChunk(chunk.octets(), chunk.last());
    }

    /** No content is kept any more then, but its octets must come as soon as others. */
    private void discardChunk(SmtpAction.DiscardChunk chunk) {
        content = Optional.of(ContentReader.none(settings));
        content.get().discardChunk(chunk.octets());
        startMessageTimer();
    }

    private void startMessageTimer() {
        getContext().setReceiveTimeout(settings.dataTimeout(), Timer.SILENCE);
        stopMessageTimer();
        messageTimer = Optional.of(getContext().scheduleOnce(settings.messageTimeout(), getContext().getSelf(), Timer.MESSAGE));
    }

    private void stopMessageTimer() {
        messageTimer.ifPresent(Cancellable::cancel);
        messageTimer = Optional.empty();
    }

    private void dropContent() {
        stopMessageTimer();
        content.ifPresent(ContentReader::discard);
        content = Optional.empty();
    }

    private void store(SmtpAction.StoreMessage store) {
        stopMessageTimer();
        ContentReader reader = content.orElseThrow();
        content = Optional.empty();             // the acceptance's from here on: should the client hang up now, nothing is deleted
        getContext().pipeToSelf(new Acceptance(services, settings, gate, recorder, session.orElseThrow(), store.envelope()).accept(reader, replyWatch),
                (result, failure) -> new Stored(store.envelope(), failure == null ? result : new Acceptance.Refused(Replies.LOCAL_ERROR, "")));
    }

    private Behavior<Object> onStored(Stored stored) {
        if (stored.result() instanceof Acceptance.Accepted accepted) {
            if (accepted.repeated()) {
                recorder.transactionRepeated(accepted.queueId());
            } else {
                recorder.transactionAccepted(accepted.queueId(), accepted.fingerprint());
                gate.messageAccepted(session.orElseThrow(), stored.envelope());
            }
            replyWatch.said(accepted.queueId());
            return proceed(new SmtpInput.MessageStored(accepted.queueId().toString()));
        }
        Acceptance.Refused refused = (Acceptance.Refused) stored.result();
        gate.refusedBy(refused.rule());
        return proceed(new SmtpInput.MessageNotStored(refused.reply()));
    }
}
