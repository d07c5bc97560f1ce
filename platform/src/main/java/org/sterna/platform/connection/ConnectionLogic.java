package org.sterna.platform.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.dispatch.Dispatchers;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SubscriptionWithCancelException;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.InHandler;
import org.apache.pekko.stream.stage.OutHandler;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;
import org.sterna.protocols.proxy.ProxyHeader;
import org.sterna.protocols.proxy.ProxyHeaderReader;
import org.sterna.protocols.proxy.ProxyProgress;
import scala.Tuple2;
import scala.runtime.BoxedUnit;

/**
 * The running half of {@link ConnectionStage}.
 *
 * <p>Outwards: {@code plain} waits for encryption, {@code wire} is ready for TCP. Because octets are put on the wire in the order in
 * which they were written, turning to TLS is nothing but setting {@code tls}: the clear {@code 220} is on the wire already, all
 * later octets go through {@code plain}. Inwards: {@code readable} is ready for the actor.
 *
 * <p>Nothing is read ahead of the actor's demand except what the handshake needs. A client that answers the {@code 220} faster
 * than {@code Upgrade} reaches this stage is therefore not mistaken for one that injects; what was injected in a segment of its own
 * is given to the TLS engine, which refuses it.
 *
 * <p>Behind a load balancer the first octets are the header of the PROXY protocol. The actor hears nothing before it is read, and of
 * the header only the addresses.
 *
 * <p>Delegated tasks of the handshake (signatures, trust decisions) run on Pekko's dispatcher for blocking work, whose threads are
 * bounded: a flood of handshakes queues there and leaves the default dispatcher to the sessions.
 */
final class ConnectionLogic extends TimerGraphStageLogic implements InHandler, OutHandler, ConnectionOutput {

    /** The most that is encrypted or handed to TCP at a time. */
    private static final int PORTION_OCTETS = 64 * 1024;
    private static final Duration HURRIED = Duration.ofSeconds(2);
    private static final Duration HURRIED_HANDSHAKE = Duration.ofSeconds(10);
    private static final String HANDSHAKE_TIMER = "handshake";
    private static final String CLOSE_TIMER = "close";
    private static final String INTRODUCTION_TIMER = "introduction";
    private static final ByteString NOTHING = ByteString.emptyByteString();

    private final Inlet<ByteString> in;
    private final Outlet<ByteString> out;
    private final CompletionStage<ConnectionAddresses> addresses;
    private final ConnectionSettings settings;
    private final ActorRef<? super ConnectionEvent> actor;
    private final AsyncCallback<ConnectionCommand> commands;

    private record Introduction(ProxyHeaderReader reader, ConnectionAddresses socket) { }

    private Optional<Duration> introductionTimeout;
    private Optional<Introduction> introduction = Optional.empty();
    private Optional<SSLEngine> implicitTls;
    private Optional<TlsRecords> tls = Optional.empty();
    private boolean tasksRunning;
    private boolean tlsEstablished;
    private boolean tlsOver;

    private ByteString readable = NOTHING;
    private boolean demand;
    private boolean endOfInput;
    private boolean peerFinished;

    private ByteString plain = NOTHING;
    private ByteString wire = NOTHING;
    private boolean written;
    private boolean finishing;
    private boolean hurried;

    private Optional<CloseReason> reason = Optional.empty();

    ConnectionLogic(
            FlowShape<ByteString, ByteString> shape,
            CompletionStage<ConnectionAddresses> addresses,
            Optional<SSLEngine> implicitTls,
            Optional<Duration> introductionTimeout,
            ConnectionSettings settings,
            ActorRef<? super ConnectionEvent> actor) {
        super(shape);
        this.in = shape.in();
        this.out = shape.out();
        this.addresses = addresses;
        this.implicitTls = implicitTls;
        this.introductionTimeout = introductionTimeout;
        this.settings = settings;
        this.actor = actor;
        this.commands = createAsyncCallback(this::on);
        setHandler(in, this);
        setHandler(out, this);
    }

    // The actor's side.

    @Override
    public void pull() {
        commands.invoke(new ConnectionCommand.Pull());
    }

    @Override
    public void write(ByteString octets) {
        commands.invoke(new ConnectionCommand.Write(octets));
    }

    @Override
    public void upgrade(SSLEngine engine, ByteString readAhead) {
        commands.invoke(new ConnectionCommand.Upgrade(engine, readAhead));
    }

    @Override
    public void finish() {
        commands.invoke(new ConnectionCommand.Finish());
    }

    @Override
    public void hurry() {
        commands.invoke(new ConnectionCommand.Hurry());
    }

    @Override
    public void abort() {
        commands.invoke(new ConnectionCommand.Abort());
    }

    private void tell(ConnectionEvent event) {
        actor.tell(event);
    }

    @Override
    public void preStart() {
        getStageActor(this::onTerminated).watch(Adapter.toClassic(actor));
        // Failure to connect needs no handling here: it fails the upstream.
        addresses.thenAccept(ends -> commands.invoke(new ConnectionCommand.Established(ends)));
    }

    private BoxedUnit onTerminated(Tuple2<org.apache.pekko.actor.ActorRef, Object> message) {
        if (message._2() instanceof Terminated && !finishing) {
            abortFor(new CloseReason.ByUs());
        }
        return BoxedUnit.UNIT;
    }

    private void on(ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Pull) {
            demand = true;
        } else if (command instanceof ConnectionCommand.Write write) {
            enqueue(write.octets());
        } else if (command instanceof ConnectionCommand.Established established) {
            introductionTimeout.ifPresentOrElse(timeout -> awaitIntroduction(timeout, established.ends()), () -> open(established.ends()));
        } else if (command instanceof ConnectionCommand.Upgrade upgrade) {
            if (tls.isPresent()) {
                abortFor(new CloseReason.Failure("asked to turn to TLS a second time"));
            } else if (!readable.isEmpty() || !upgrade.readAhead().isEmpty()) {
                abortFor(new CloseReason.Injected());                              // RFC 3207 section 6
            } else if (!finishing) {
                startTls(upgrade.engine());
            }
        } else if (command instanceof ConnectionCommand.TasksDone) {
            tasksRunning = false;
        } else if (command instanceof ConnectionCommand.Finish) {
            startFinishing(peerFinished ? new CloseReason.ByPeer() : new CloseReason.ByUs());
        } else if (command instanceof ConnectionCommand.Hurry) {
            hurried = true;
            hurryTheHandshake();
            hurryTheEnd();
        } else if (command instanceof ConnectionCommand.Abort) {
            abortFor(new CloseReason.ByUs());
        } else {
            throw new AssertionError(command);
        }
        step();
    }

    private void open(ConnectionAddresses ends) {
        tell(new ConnectionEvent.Opened(this, ends.local(), ends.remote()));
        implicitTls.ifPresent(this::startTls);
        implicitTls = Optional.empty();
    }

    private void awaitIntroduction(Duration timeout, ConnectionAddresses socket) {
        introduction = Optional.of(new Introduction(new ProxyHeaderReader(), socket));
        introductionTimeout = Optional.empty();
        scheduleOnce(INTRODUCTION_TIMER, timeout);
        if (endOfInput) {
            abortFor(new CloseReason.Failure("the peer finished before its PROXY header"));
        } else {
            requestInput();
        }
    }

    private void introduce(Introduction awaited, ByteString octets) {
        byte[] array = octets.toArray();
        int used = awaited.reader().feed(array, 0, array.length);
        ProxyProgress progress = awaited.reader().progress();
        if (progress instanceof ProxyProgress.Complete complete) {
            cancelTimer(INTRODUCTION_TIMER);
            introduction = Optional.empty();
            open(complete.header() instanceof ProxyHeader.Announced announced
                    ? new ConnectionAddresses(announced.destination(), announced.source()) : awaited.socket());
            receive(rest(octets, used));
        } else if (progress instanceof ProxyProgress.Malformed malformed) {
            abortFor(new CloseReason.Failure(malformed.text()));
        } else {
            requestInput();
        }
    }

    private void receive(ByteString octets) {
        if (!octets.isEmpty()) {
            tls.ifPresentOrElse(records -> records.offer(octets), () -> readable = octets);
        }
        step();
    }

    private void enqueue(ByteString octets) {
        if (finishing || octets.isEmpty()) {
            return;
        }
        if (tls.isPresent()) {
            plain = plain.concat(octets);
        } else {
            wire = wire.concat(octets);
        }
        written = true;
    }

    private void startTls(SSLEngine engine) {
        TlsRecords records = new TlsRecords(engine, RecordBuffers.SHARED);
        tls = Optional.of(records);
        try {
            records.begin();
        } catch (SSLException refused) {
            onTlsFailure(records, refused);
        }
        hurryTheHandshake();
    }

    /** Who connects and says nothing must not hold up a node that stops. */
    private void hurryTheHandshake() {
        if (hurried && tls.isPresent() && !tlsEstablished && !finishing) {
            scheduleOnce(HANDSHAKE_TIMER, HURRIED_HANDSHAKE);
        }
    }

    // TCP's side.

    @Override
    public void onPush() {
        ByteString octets = grab(in);
        if (finishing) {
            pull(in);                       // thrown away, but read: unread octets would turn our FIN into a reset
            return;
        }
        if (introduction.isPresent()) {
            introduce(introduction.get(), octets);
        } else {
            receive(octets);
        }
    }

    @Override
    public void onUpstreamFinish() {
        endOfInput = true;
        if (introduction.isPresent()) {
            abortFor(new CloseReason.Failure("the peer finished within its PROXY header"));
        } else if (introductionTimeout.isEmpty()) {          // else nobody can be told yet
            if (isClosed(out) && reason.filter(CloseReason.ByUs.class::isInstance).isPresent()) {
                reason = Optional.of(new CloseReason.ByBoth());
            }
            step();
        }
    }

    @Override
    public void onUpstreamFailure(Throwable failure) {
        giveReason(new CloseReason.Failure(textOf(failure)));
        failStage(failure);
    }

    private static String textOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElseGet(root::toString);
    }

    @Override
    public void onPull() {
        step();
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
        if (cause instanceof SubscriptionWithCancelException.NonFailureCancellation) {
            giveReason(peerFinished ? new CloseReason.ByPeer() : new CloseReason.Failure("the connection was closed"));
        } else {
            giveReason(new CloseReason.Failure(textOf(cause)));
        }
        completeStage();
    }

    @Override
    public void onTimer(Object key) {
        if (key.equals(HANDSHAKE_TIMER)) {
            if (!tlsEstablished && !finishing) {
                abortFor(new CloseReason.TlsFailure("the handshake was not done in time, and the node stops"));
            }
        } else if (introduction.isPresent()) {
            abortFor(new CloseReason.Failure("the PROXY header was not there in time"));
        } else if (isClosed(out)) {
            completeStage();                // all is sent; only the peer's FIN is missing
        } else {
            abortFor(new CloseReason.ByUs());
        }
    }

    @Override
    public void postStop() {
        tell(new ConnectionEvent.Closed(reason.orElseGet(() -> new CloseReason.Failure("the stream was stopped"))));
    }

    // The work: everything that can be done now is done, in this order, after each signal.

    private void step() {
        tls.ifPresent(this::stepTls);
        deliver();
        send();
    }

    private void stepTls(TlsRecords records) {
        try {
            if (!tlsOver) {
                turn(records);
                protect(records);
            }
        } catch (SSLException failure) {
            onTlsFailure(records, failure);
        }
    }

    private void turn(TlsRecords records) throws SSLException {
        while (!tasksRunning) {
            HandshakeStatus status = records.status();
            if (status == HandshakeStatus.NEED_TASK && tlsEstablished && records.isServer()) {
                throw new SSLException("the client wants to negotiate anew");       // TLS 1.2; each time would cost a signature
            } else if (status == HandshakeStatus.NEED_TASK) {
                runTasks(records.tasks());
            } else if (status == HandshakeStatus.NEED_WRAP) {
                ByteString said = records.wrap(NOTHING);
                wire = wire.concat(said);
                if (said.isEmpty() && records.status() == HandshakeStatus.NEED_WRAP) {
                    return;
                }
            } else {
                if (status == HandshakeStatus.NOT_HANDSHAKING && !tlsEstablished) {
                    tlsEstablished = true;
                    tell(records.established());
                }
                boolean wanted = !tlsEstablished || demand && readable.size() < settings.maxReceivedOctets();
                if (finishing || records.closedByPeer() || !wanted) {
                    return;
                }
                if (status != HandshakeStatus.NEED_UNWRAP_AGAIN && !records.hasRecord()) {
                    readMore();
                    return;
                }
                readable = readable.concat(records.unwrap());
            }
        }
    }

    private void readMore() throws SSLException {
        if (endOfInput && !tlsEstablished) {
            throw new SSLException("the peer closed the connection during the handshake");
        }
        requestInput();
    }

    private void runTasks(List<Runnable> tasks) {
        tasksRunning = true;
        Executor executor = materializer().system().dispatchers().lookup(Dispatchers.DefaultBlockingDispatcherId());
        executor.execute(() -> {
            try {
                tasks.forEach(Runnable::run);
            } finally {
                commands.invoke(new ConnectionCommand.TasksDone());
            }
        });
    }

    private void protect(TlsRecords records) throws SSLException {
        if (!tlsEstablished || tasksRunning) {
            return;
        }
        if (!plain.isEmpty() && wire.isEmpty() && isAvailable(out)) {
            wire = records.wrap(plain.take(PORTION_OCTETS));
            plain = rest(plain, PORTION_OCTETS);
        }
    }

    private void onTlsFailure(TlsRecords records, SSLException failure) {
        tlsOver = true;
        plain = NOTHING;
        readable = NOTHING;
        try {
            wire = wire.concat(records.wrap(NOTHING));                             // the alert, if the engine has one to send
        } catch (SSLException again) {
            failure.addSuppressed(again);
        }
        startFinishing(new CloseReason.TlsFailure(textOf(failure)));
    }

    private void deliver() {
        if (finishing) {
            return;
        }
        if (demand && !readable.isEmpty()) {
            demand = false;
            ByteString octets = readable.take(settings.maxReceivedOctets());
            readable = rest(readable, settings.maxReceivedOctets());
            tell(new ConnectionEvent.Received(octets));
        } else if (readable.isEmpty() && inputIsOver() && !peerFinished) {
            peerFinished = true;
            tell(new ConnectionEvent.PeerFinished());
        } else if (demand && tls.isEmpty()) {
            requestInput();
        }
    }

    /**
     * A peer that drops the connection without close_notify has finished like any other: commands and messages have ends of
     * their own, so nothing can be cut off unnoticed (the truncation of RFC 8446 section 6.1).
     */
    private boolean inputIsOver() {
        return tls.map(records -> records.closedByPeer() || endOfInput && tlsEstablished && !records.hasRecord()).orElse(endOfInput);
    }

    private void requestInput() {
        if (!isClosed(in) && !hasBeenPulled(in)) {
            pull(in);
        }
    }

    private void send() {
        if (wire.size() + plain.size() > settings.maxQueuedOctets()) {
            abortFor(new CloseReason.Overflow());
            return;
        }
        if (isClosed(out) || !isAvailable(out)) {
            return;
        }
        if (wire.isEmpty() && plain.isEmpty()) {
            if (written) {
                written = false;
                tell(new ConnectionEvent.Drained());
            }
            if (finishing) {
                sayGoodbye();
            }
        }
        if (!wire.isEmpty()) {
            ByteString portion = wire.take(PORTION_OCTETS);
            wire = rest(wire, PORTION_OCTETS);
            push(out, portion);
        } else if (finishing && plain.isEmpty()) {
            complete(out);
            hurryTheEnd();
            requestInput();
        }
    }

    /** Only the peer's FIN is missing. */
    private void hurryTheEnd() {
        if (hurried && finishing && isClosed(out)) {
            scheduleOnce(CLOSE_TIMER, HURRIED);
        }
    }

    private void sayGoodbye() {
        if (tls.isPresent() && !tlsOver) {
            tlsOver = true;
            TlsRecords records = tls.get();
            records.closeOutbound();                                               // RFC 8446 section 6.1
            try {
                wire = records.wrap(NOTHING);
            } catch (SSLException unsendable) {
                giveReason(new CloseReason.TlsFailure(textOf(unsendable)));
            }
        }
    }

    private void startFinishing(CloseReason why) {
        if (finishing) {
            return;
        }
        finishing = true;
        giveReason(why);
        readable = NOTHING;
        if (!tlsEstablished) {
            plain = NOTHING;                // it was to be protected and cannot be any more
        }
        scheduleOnce(CLOSE_TIMER, settings.closeTimeout());
        requestInput();
    }

    private void abortFor(CloseReason why) {
        giveReason(why);
        finishing = true;
        readable = NOTHING;
        wire = NOTHING;
        plain = NOTHING;
        failStage(ConnectionAborted.INSTANCE);
    }

    private void giveReason(CloseReason why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
        }
    }

    /** What is left of {@code octets}; the shared empty value if nothing is, so that no array is held. */
    private static ByteString rest(ByteString octets, int taken) {
        return octets.size() <= taken ? NOTHING : octets.drop(taken);
    }
}
