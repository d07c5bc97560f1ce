package org.sterna.platform.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.util.ByteString;
import org.sterna.protocols.proxy.ProxyHeader;
import org.sterna.protocols.proxy.ProxyHeaderReader;
import org.sterna.protocols.proxy.ProxyProgress;

/**
 * One connection: octets between its socket and its actor, in the clear or through TLS.
 *
 * <p>Outwards: {@code plain} waits for encryption, {@code cipher} is ready for the socket. Because octets are put on the wire in the order in
 * which they were written, turning to TLS is nothing but setting {@code tls}: the clear {@code 220} is on the wire already, all
 * later octets go through {@code plain}. Inwards: {@code readable} is ready for the actor.
 *
 * <p>Nothing is taken from the wire ahead of the actor's demand except what the handshake needs. A client that answers the {@code 220} faster
 * than {@code upgrade} reaches this class is therefore not mistaken for one that injects; what was injected in a segment of its own
 * is given to the TLS engine, which refuses it.
 *
 * <p>Behind a load balancer the first octets are the header of the PROXY protocol. The actor hears nothing before it is read, and of
 * the header only the addresses.
 *
 * <p>All work is done under the lock of the object, on the thread of whoever brings it: the actor that writes, or the event loop that has read. Nothing
 * in it blocks. Delegated tasks of the handshake (signatures, trust decisions) run on Pekko's dispatcher for blocking work, whose threads are
 * bounded: a flood of handshakes queues there and leaves the default dispatcher to the sessions.
 */
final class ConnectionLogic implements ConnectionOutput, Wire.Owner {

    /** The most that is encrypted or handed to the socket at a time. */
    private static final int PORTION_OCTETS = 64 * 1024;
    private static final Duration HURRIED = Duration.ofSeconds(2);
    private static final Duration HURRIED_HANDSHAKE = Duration.ofSeconds(10);
    private static final ByteString NOTHING = ByteString.emptyByteString();

    private enum Timer { HANDSHAKE, CLOSE, INTRODUCTION }

    /** What is known of a connection behind a load balancer before its header is read. */
    private record Introduction(ProxyHeaderReader reader, ConnectionAddresses socket, Optional<SSLEngine> implicitTls) { }

    private final ActorSystem<?> system;
    private final ConnectionSettings settings;
    private final ActorRef<? super ConnectionEvent> actor;
    private final Wire wire;
    private final Map<Timer, Cancellable> timers = new EnumMap<>(Timer.class);

    private Optional<Introduction> introduction = Optional.empty();
    private Optional<TlsRecords> tls = Optional.empty();
    private boolean tasksRunning;
    private boolean tlsEstablished;
    private boolean tlsOver;

    private ByteString readable = NOTHING;
    private boolean demand;
    private boolean endOfInput;
    private boolean peerFinished;

    private ByteString plain = NOTHING;
    private ByteString cipher = NOTHING;
    private boolean written;
    private boolean finishing;
    private boolean hurried;

    private Optional<CloseReason> reason = Optional.empty();
    private boolean stopped;

    /**
     * @param loop    what the channel is registered with, if it is
     * @param channel connected, and not blocking; owned by the connection from here on
     * @param actor   gets the events; when it stops, the connection is aborted, unless it was finished before
     */
    ConnectionLogic(ActorSystem<?> system, EventLoop loop, SocketChannel channel, ConnectionSettings settings, ActorRef<? super ConnectionEvent> actor) {
        this.system = system;
        this.settings = settings;
        this.actor = actor;
        this.wire = new Wire(channel, loop, this);
    }

    /**
     * Begins; call once.
     *
     * @param implicitTls         the engine if TLS starts at once; owned by the connection
     * @param introductionTimeout how long the header of the PROXY protocol may take, if one is to come; the actor then gets the addresses in it
     */
    void begin(ConnectionAddresses ends, Optional<SSLEngine> implicitTls, Optional<Duration> introductionTimeout) {
        EventLoops.of(system).watch().tell(new ConnectionWatch.Watch(actor, this));
        enter(() -> {
            wire.open();
            if (introductionTimeout.isPresent()) {
                awaitIntroduction(introductionTimeout.get(), ends, implicitTls);
            } else {
                open(ends, implicitTls);
            }
            step();
        });
    }

    /** Does something under the lock, and what follows from it; nothing once the connection is over. */
    @Override
    public synchronized void enter(Runnable work) {
        if (stopped) {
            return;
        }
        work.run();
        wire.settle();
        if (!stopped && wire.isOver()) {
            stop();
        }
    }

    /** {@link #enter}, and then all that can be done now. */
    private void command(Runnable work) {
        enter(() -> {
            work.run();
            step();
        });
    }

    // The actor's side.

    @Override
    public void pull() {
        command(() -> demand = true);
    }

    @Override
    public void write(ByteString octets) {
        command(() -> enqueue(octets));
    }

    @Override
    public void upgrade(SSLEngine engine, ByteString readAhead) {
        command(() -> turnToTls(engine, readAhead));
    }

    private void turnToTls(SSLEngine engine, ByteString readAhead) {
        if (tls.isPresent()) {
            abortFor(new CloseReason.Failure("asked to turn to TLS a second time"));
        } else if (!readable.isEmpty() || !readAhead.isEmpty()) {
            abortFor(new CloseReason.Injected());                              // RFC 3207 section 6
        } else if (!finishing) {
            startTls(engine);
        }
    }

    @Override
    public void finish() {
        command(() -> startFinishing(peerFinished ? new CloseReason.ByPeer() : new CloseReason.ByUs()));
    }

    @Override
    public void hurry() {
        command(() -> {
            hurried = true;
            hurryTheHandshake();
            hurryTheEnd();
        });
    }

    @Override
    public void abort() {
        enter(() -> abortFor(new CloseReason.ByUs()));
    }

    void onActorStopped() {
        enter(() -> {
            if (!finishing) {
                abortFor(new CloseReason.ByUs());
            }
        });
    }

    private void tell(ConnectionEvent event) {
        actor.tell(event);
    }

    private void open(ConnectionAddresses ends, Optional<SSLEngine> implicitTls) {
        tell(new ConnectionEvent.Opened(this, ends.local(), ends.remote()));
        implicitTls.ifPresent(this::startTls);
    }

    private void awaitIntroduction(Duration timeout, ConnectionAddresses socket, Optional<SSLEngine> implicitTls) {
        introduction = Optional.of(new Introduction(new ProxyHeaderReader(), socket, implicitTls));
        schedule(Timer.INTRODUCTION, timeout);
        requestInput();
    }

    private void introduce(Introduction awaited, ByteString octets) {
        byte[] array = octets.toArray();
        int used = awaited.reader().feed(array, 0, array.length);
        ProxyProgress progress = awaited.reader().progress();
        if (progress instanceof ProxyProgress.Complete complete) {
            cancel(Timer.INTRODUCTION);
            introduction = Optional.empty();
            open(complete.header() instanceof ProxyHeader.Announced announced
                    ? new ConnectionAddresses(announced.destination(), announced.source()) : awaited.socket(), awaited.implicitTls());
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
            cipher = cipher.concat(octets);
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
            schedule(Timer.HANDSHAKE, HURRIED_HANDSHAKE);
        }
    }

    // The socket's side.

    @Override
    public void onOctets(ByteString octets) {
        if (finishing) {
            requestInput();                 // thrown away, but read: unread octets would turn our FIN into a reset
        } else if (introduction.isPresent()) {
            introduce(introduction.get(), octets);
        } else {
            receive(octets);
        }
    }

    @Override
    public void onEnd() {
        endOfInput = true;
        if (introduction.isPresent()) {
            abortFor(new CloseReason.Failure("the peer finished within its PROXY header"));
            return;
        }
        if (wire.isOutputOver() && reason.filter(CloseReason.ByUs.class::isInstance).isPresent()) {
            reason = Optional.of(new CloseReason.ByBoth());
        }
        step();
    }

    @Override
    public void onWritable() {
        step();
    }

    @Override
    public void onFailure(IOException failure) {
        abortFor(peerFinished ? new CloseReason.ByPeer() : new CloseReason.Failure(textOf(failure)));
    }

    @Override
    public void onAbandoned() {
        enter(() -> abortFor(new CloseReason.Failure("the node has stopped")));
    }

    private static String textOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElseGet(root::toString);
    }

    private void schedule(Timer timer, Duration delay) {
        cancel(timer);
        timers.put(timer, system.scheduler().scheduleOnce(delay, () -> enter(() -> onTimer(timer)), system.executionContext()));
    }

    private void cancel(Timer timer) {
        Optional.ofNullable(timers.remove(timer)).ifPresent(Cancellable::cancel);
    }

    private void onTimer(Timer timer) {
        if (timer == Timer.HANDSHAKE) {
            if (!tlsEstablished && !finishing) {
                abortFor(new CloseReason.TlsFailure("the handshake was not done in time, and the node stops"));
            }
        } else if (introduction.isPresent()) {
            abortFor(new CloseReason.Failure("the PROXY header was not there in time"));
        } else if (wire.isOutputOver()) {
            stop();                         // all is sent; only the peer's FIN is missing
        } else {
            abortFor(new CloseReason.ByUs());
        }
    }

    private void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        timers.values().forEach(Cancellable::cancel);
        wire.close();
        readable = NOTHING;
        cipher = NOTHING;
        plain = NOTHING;
        actor.tell(new ConnectionEvent.Closed(reason.orElseGet(() -> new CloseReason.Failure("the connection was closed"))));
        EventLoops.of(system).watch().tell(new ConnectionWatch.Forget(actor, this));
    }

    // The work: everything that can be done now is done, in this order, after each signal.

    private void step() {
        if (stopped) {
            return;
        }
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
                cipher = cipher.concat(said);
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
        Executor executor = system.dispatchers().lookup(DispatcherSelector.blocking());
        executor.execute(() -> {
            try {
                tasks.forEach(Runnable::run);
            } finally {
                command(() -> tasksRunning = false);
            }
        });
    }

    private void protect(TlsRecords records) throws SSLException {
        if (!tlsEstablished || tasksRunning) {
            return;
        }
        if (!plain.isEmpty() && cipher.isEmpty() && wire.isWritable()) {
            cipher = records.wrap(plain.take(PORTION_OCTETS));
            plain = rest(plain, PORTION_OCTETS);
        }
    }

    private void onTlsFailure(TlsRecords records, SSLException failure) {
        tlsOver = true;
        plain = NOTHING;
        readable = NOTHING;
        try {
            cipher = cipher.concat(records.wrap(NOTHING));                             // the alert, if the engine has one to send
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
        if (!endOfInput) {
            wire.request();
        }
    }

    private void send() {
        if (cipher.size() + plain.size() > settings.maxQueuedOctets()) {
            abortFor(new CloseReason.Overflow());
            return;
        }
        if (!wire.isWritable()) {
            return;
        }
        if (cipher.isEmpty() && plain.isEmpty()) {
            if (written) {
                written = false;
                tell(new ConnectionEvent.Drained());
            }
            if (finishing) {
                sayGoodbye();
            }
        }
        if (!cipher.isEmpty()) {
            ByteString portion = cipher.take(PORTION_OCTETS);
            cipher = rest(cipher, PORTION_OCTETS);
            wire.write(portion);
        } else if (finishing && plain.isEmpty()) {
            wire.finish();
            hurryTheEnd();
            requestInput();
        }
    }

    /** Only the peer's FIN is missing. */
    private void hurryTheEnd() {
        if (hurried && finishing && wire.isOutputOver()) {
            schedule(Timer.CLOSE, HURRIED);
        }
    }

    private void sayGoodbye() {
        if (tls.isPresent() && !tlsOver) {
            tlsOver = true;
            TlsRecords records = tls.get();
            records.closeOutbound();                                               // RFC 8446 section 6.1
            try {
                cipher = records.wrap(NOTHING);
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
        schedule(Timer.CLOSE, settings.closeTimeout());
        requestInput();
    }

    private void abortFor(CloseReason why) {
        giveReason(why);
        finishing = true;
        wire.reset();
        stop();
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
