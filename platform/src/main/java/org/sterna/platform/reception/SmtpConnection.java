package org.sterna.platform.reception;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.connection.ConnectionAddresses;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.delivery.NewQueuedMessage;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.DataDecoder;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.MailParameters;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.SmtpAction;
import org.sterna.protocols.smtp.SmtpCommandParser;
import org.sterna.protocols.smtp.SmtpInput;
import org.sterna.protocols.smtp.SmtpSession;
import org.sterna.protocols.smtp.TlsLayer;
import org.sterna.protocols.smtp.TraceFields;

/**
 * One connection of a client that sends mail. Octets go through the framer, or the decoder of content, to the session
 * machine; what the machine asks for is done here. While it waits for an answer nothing is read, so a client that sends
 * ahead is held back by TCP. Replies to pipelined commands leave together (RFC 2920 section 3.2).
 */
public final class SmtpConnection extends AbstractBehavior<Object> {
    /** RFC 5321 section 6.3: a message that has passed more hosts runs in a circle. */
    private static final int MAX_RECEIVED = 100;

    private record Answered(SmtpInput input) { }

    private record CredentialsAnswered(String user, Authenticator.Result result) { }

    private record ContentReady(Optional<Throwable> failure) { }

    private record ContentComplete(Optional<IncomingContent.Complete> content, Optional<Throwable> failure) { }

    private record Stored(Optional<QueueId> queueId, Optional<Fingerprint> fingerprint, Optional<Throwable> failure) { }

    private enum Timeout { TIMEOUT }

    private final ReceptionServices services;
    private final ReceptionSettings settings;
    private final InetAddress client;
    private final SessionRecorder recorder;
    private final LineFramer framer = new LineFramer(SmtpCommandParser.MAX_LINE_OCTETS);
    private Optional<ConnectionOutput> output = Optional.empty();
    private Optional<SmtpSession> session = Optional.empty();
    private Optional<DataDecoder> decoder = Optional.empty();
    private Optional<IncomingContent> content = Optional.empty();
    private Optional<Envelope> envelope = Optional.empty();
    private Optional<QueueId> undelivered = Optional.empty();
    private ByteStringBuilder replies = new ByteStringBuilder();
    private boolean flushed;
    private boolean upgrading;
    private boolean waitingForContent;
    private boolean pulling;
    private boolean closing;
    private boolean finished;

    private SmtpConnection(ActorContext<Object> context, ReceptionServices services, ReceptionSettings settings, ConnectionAddresses ends) {
        super(context);
        this.services = services;
        this.settings = settings;
        this.client = ends.remote().getAddress();
        this.recorder = SessionRecorder.open(services.sessionLog(), services.clock(), settings.service(), ends.remote(), ends.local());
        context.setReceiveTimeout(settings.timeout(), Timeout.TIMEOUT);
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
                .onMessage(Answered.class, answered -> proceed(answered.input()))
                .onMessage(CredentialsAnswered.class, this::onCredentials)
                .onMessage(ContentReady.class, this::onContentReady)
                .onMessage(ContentComplete.class, this::onContentComplete)
                .onMessage(Stored.class, this::onStored)
                .onMessageEquals(Timeout.TIMEOUT, this::onTimeout)
                .onSignal(PostStop.class, stopped -> {
                    content.ifPresent(IncomingContent::discard);
                    recorder.closed("ended");
                    return this;
                })
                .build();
    }

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        output = Optional.of(opened.output());
        if (!settings.implicitTls()) {
            begin(Optional.empty());
        }
        return this;
    }

    private void begin(Optional<TlsLayer> tls) {
        take(SmtpSession.open(settings.rules(), tls));
        work();
    }

    private Behavior<Object> onTls(ConnectionEvent.TlsEstablished established) {
        TlsLayer tls = new TlsLayer(established.protocol(), established.cipherSuite());
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
        if (flushed) {
            // Octets the client sent after it could read the 250: it has read it (RFC 1047 section 2).
            undelivered.ifPresent(recorder::replyDelivered);
            undelivered = Optional.empty();
            flushed = false;
        }
        byte[] octets = received.octets().toArray();
        framer.feed(octets, 0, octets.length);
        work();
        return this;
    }

    private Behavior<Object> onDrained() {
        flushed = undelivered.isPresent();
        return this;
    }

    private Behavior<Object> onPeerFinished() {
        finished = true;
        if (session.map(SmtpSession::awaits).filter(SmtpSession.Awaits.ANSWER::equals).isEmpty() || upgrading) {
            finish("closed by the client");
        }
        return this;
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        recorder.closed(closed.reason().toString());
        return Behaviors.stopped();
    }

    private Behavior<Object> onTimeout() {
        if (session.isEmpty() || upgrading || closing) {
            output.ifPresent(ConnectionOutput::abort);
            return this;
        }
        if (session.get().awaits() == SmtpSession.Awaits.ANSWER) {
            return this;
        }
        undelivered = Optional.empty();                         // a client that fell silent may never have read it
        return proceed(new SmtpInput.Interrupted(Replies.TIMEOUT));
    }

    private Behavior<Object> proceed(SmtpInput input) {
        take(session.orElseThrow().on(input));
        work();
        return this;
    }

    /** Reads commands and content as long as there are any and nobody is being waited for; then sends what is to be said. */
    private void work() {
        while (step()) {
            // each step consumes a line or a piece of content
        }
        flush();
        SmtpSession.Awaits awaits = session.map(SmtpSession::awaits).orElse(SmtpSession.Awaits.NOTHING);
        if (finished && !closing && awaits != SmtpSession.Awaits.ANSWER) {
            finish("closed by the client");
        }
        boolean reads = awaits == SmtpSession.Awaits.COMMAND || awaits == SmtpSession.Awaits.AUTH_RESPONSE || awaits == SmtpSession.Awaits.CONTENT;
        if (reads && !waitingForContent && !pulling && !closing && !upgrading) {
            pulling = true;
            output.ifPresent(ConnectionOutput::pull);
        }
    }

    private boolean step() {
        SmtpSession.Awaits awaits = session.map(SmtpSession::awaits).orElse(SmtpSession.Awaits.NOTHING);
        if (awaits == SmtpSession.Awaits.CONTENT) {
            return readContent();
        }
        if (awaits != SmtpSession.Awaits.COMMAND && awaits != SmtpSession.Awaits.AUTH_RESPONSE || upgrading) {
            return false;
        }
        LineFramer.Line line = framer.next();
        if (line instanceof LineFramer.Line.Incomplete) {
            return false;
        }
        take(session.orElseThrow().on(input(line, awaits)));
        return true;
    }

    private static SmtpInput input(LineFramer.Line line, SmtpSession.Awaits awaits) {
        if (line instanceof LineFramer.Line.Whole whole) {
            return awaits == SmtpSession.Awaits.AUTH_RESPONSE ? new SmtpInput.AuthResponse(whole.text()) : SmtpCommandParser.parse(whole);
        }
        return line instanceof LineFramer.Line.TooLong ? SmtpCommandParser.lineTooLong() : SmtpCommandParser.badLineEnd();
    }

    private boolean readContent() {
        if (waitingForContent || framer.unread() == 0) {
            return false;
        }
        byte[] octets = framer.takeUnread();
        DataDecoder data = decoder.orElseThrow();
        IncomingContent into = content.orElseThrow();
        int used = data.feed(octets, 0, octets.length, into::add);
        if (used < octets.length) {
            framer.feed(octets, used, octets.length - used);
        }
        if (data.end().isPresent()) {
            SmtpInput.DataEnded end = data.end().get();
            decoder = Optional.empty();
            getContext().setReceiveTimeout(settings.timeout(), Timeout.TIMEOUT);
            if (end instanceof SmtpInput.DataRefused) {
                into.discard();
                content = Optional.empty();
            }
            take(session.orElseThrow().on(end));
            return true;
        }
        if (!into.isReady()) {
            waitingForContent = true;
            getContext().pipeToSelf(into.ready(), (done, failure) -> new ContentReady(Optional.ofNullable(failure)));
            return false;
        }
        return framer.unread() > 0;
    }

    private Behavior<Object> onContentReady(ContentReady ready) {
        waitingForContent = false;
        if (ready.failure().isPresent()) {
            content.ifPresent(IncomingContent::discard);
            getContext().getLog().warn("{}: the content could not be stored: {}", recorder.id(), ready.failure().get().toString());
            return proceed(new SmtpInput.Interrupted(Reply.of(421, "4.3.1", "The message cannot be stored now, try again later")));
        }
        work();
        return this;
    }

    private void take(SmtpSession.Step step) {
        session = Optional.of(step.session());
        step.actions().forEach(this::act);
    }

    private void act(SmtpAction action) {
        if (action instanceof SmtpAction.Say say) {
            say(say.reply());
        } else if (action instanceof SmtpAction.StartTls) {
            startTls();
        } else if (action instanceof SmtpAction.CheckCredentials check) {
            getContext().pipeToSelf(services.authenticator().check(check.user(), check.password()), (result, failure) ->
                    new CredentialsAnswered(check.user(), failure == null ? result : new Authenticator.Unavailable(failure.toString())));
        } else if (action instanceof SmtpAction.CheckRecipient check) {
            check(check.forwardPath(), check.envelope());
        } else if (action instanceof SmtpAction.ReceiveData data) {
            receive(data.envelope());
        } else if (action instanceof SmtpAction.StoreMessage) {
            getContext().pipeToSelf(content.orElseThrow().finish(), (complete, failure) ->
                    new ContentComplete(Optional.ofNullable(complete), Optional.ofNullable(failure)));
        } else if (action instanceof SmtpAction.AwaitAuthResponse) {
            // the next line is given to the session as it is
        } else if (action instanceof SmtpAction.Close) {
            undelivered.ifPresent(recorder::replyDelivered);        // an orderly end: QUIT came behind the 250
            undelivered = Optional.empty();
            finish("closed by us");
        } else {
            throw new AssertionError(action);
        }
    }

    private void say(Reply reply) {
        if (reply.code() >= 400) {
            recorder.refused("", reply.toString());
        }
        replies.putBytes(reply.octets());
    }

    private void flush() {
        ByteString octets = replies.result();
        if (!octets.isEmpty()) {
            replies = new ByteStringBuilder();
            recorder.sent(octets.size());
            output.ifPresent(each -> each.write(octets));
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
        output.orElseThrow().upgrade(services.tls().orElseThrow().get(), ByteString.fromArray(framer.takeUnread()));
    }

    private Behavior<Object> onCredentials(CredentialsAnswered answered) {
        if (answered.result() instanceof Authenticator.Valid valid) {
            recorder.authenticated(valid.entry().address());
            return proceed(new SmtpInput.CredentialsValid(valid.entry().address()));
        }
        if (answered.result() instanceof Authenticator.Invalid) {
            recorder.authenticationFailed(answered.user());
            return proceed(new SmtpInput.CredentialsInvalid());
        }
        return proceed(new SmtpInput.CredentialsUnavailable());
    }

    private void check(ForwardPath path, Envelope transaction) {
        if (!(path instanceof Address address)) {
            accept(services.targets().findPostmaster());
        } else if (services.targets().isLocal(address)) {
            accept(services.targets().findLocal(address));
        } else if (transaction.account().isPresent() || settings.trusted().test(client)) {
            answer(new SmtpInput.RecipientAccepted(new FoundTarget(new Target.Relay(address.domain().text()))));
        } else {
            answer(new SmtpInput.RecipientRefused(Replies.RELAY_DENIED));
        }
    }

    private void accept(CompletionStage<Optional<Target>> lookup) {
        getContext().pipeToSelf(lookup, (found, failure) -> new Answered(
                failure != null ? new SmtpInput.RecipientRefused(Replies.LOCAL_ERROR)
                        : found.<SmtpInput>map(target -> new SmtpInput.RecipientAccepted(new FoundTarget(target)))
                                .orElse(new SmtpInput.RecipientRefused(Replies.NO_SUCH_MAILBOX))));
    }

    private void answer(SmtpInput input) {
        take(session.orElseThrow().on(input));
    }

    private void receive(Envelope transaction) {
        getContext().setReceiveTimeout(settings.dataTimeout(), Timeout.TIMEOUT);
        boolean allRemote = transaction.recipients().stream().noneMatch(each -> target(each) instanceof Target.LocalMailbox);
        envelope = Optional.of(transaction);
        decoder = Optional.of(new DataDecoder(settings.rules().maxMessageOctets(), settings.maxLineOctets()));
        content = Optional.of(new IncomingContent(services.blobs(), BlobId.random(services.random()), settings.inlineLimit(),
                allRemote ? Optional.of(services.blobLife()) : Optional.empty()));
    }

    private static Target target(Envelope.Recipient recipient) {
        return ((FoundTarget) recipient.target()).target();
    }

    private Behavior<Object> onContentComplete(ContentComplete complete) {
        if (complete.failure().isPresent()) {
            return notStored(complete.failure().get());
        }
        IncomingContent.Complete received = complete.content().orElseThrow();
        Envelope transaction = envelope.orElseThrow();
        HeaderFields fields = HeaderFields.parse(received.head());
        if (fields.all("Received").size() > MAX_RECEIVED) {
            content.ifPresent(IncomingContent::discard);
            content = Optional.empty();
            return proceed(new SmtpInput.MessageNotStored(Reply.of(554, "5.4.6", "The message has passed too many hosts, it runs in a circle")));
        }
        Optional<Fingerprint> fingerprint = fields.messageId().isEmpty() && fields.first("Date").isEmpty() ? Optional.empty()
                : Optional.of(Fingerprint.of(transaction.account(), transaction.reversePath().toString(),
                        transaction.recipients().stream().map(each -> each.forwardPath().toString()).toList(), received.digest()));
        List<QueueEvent.Addressee> recipients = transaction.recipients().stream()
                .map(each -> new QueueEvent.Addressee(each.forwardPath().toString(), target(each))).toList();
        Instant now = services.clock().instant();
        SmtpSession state = session.orElseThrow();
        NewQueuedMessage message = new NewQueuedMessage(Optional.of(recorder.id()), transaction.account(), transaction.reversePath().toString(),
                recipients, transaction.parameters().body() == MailParameters.BodyType.EIGHT_BIT_MIME, fingerprint,
                fields.messageId(), received.place(), received.inline(),
                id -> TraceFields.received(state, transaction, client, id.toString(), now.atZone(ZoneId.systemDefault())), Optional.empty());
        content = Optional.empty();                             // the queue's from here on: should the client hang up now, nothing is deleted
        getContext().pipeToSelf(services.queue().accept(message), (id, failure) ->
                new Stored(Optional.ofNullable(id), fingerprint, Optional.ofNullable(failure)));
        return this;
    }

    private Behavior<Object> onStored(Stored stored) {
        if (stored.failure().isPresent()) {
            return notStored(stored.failure().get());
        }
        QueueId id = stored.queueId().orElseThrow();
        envelope = Optional.empty();
        recorder.transactionAccepted(id, stored.fingerprint());
        undelivered = Optional.of(id);
        flushed = false;
        return proceed(new SmtpInput.MessageStored(id.toString()));
    }

    private Behavior<Object> notStored(Throwable failure) {
        getContext().getLog().warn("{}: a message could not be accepted: {}", recorder.id(), failure.toString());
        content.ifPresent(IncomingContent::discard);
        content = Optional.empty();
        envelope = Optional.empty();
        return proceed(new SmtpInput.MessageNotStored(Replies.LOCAL_ERROR));
    }
}
