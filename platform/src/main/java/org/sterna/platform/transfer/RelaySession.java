package org.sterna.platform.transfer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.transfer.Errand.Sign;
import org.sterna.protocols.smtp.ClientAction;
import org.sterna.protocols.smtp.ClientInput;
import org.sterna.protocols.smtp.ClientPhase;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.Conversion;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.ServerOffer;
import org.sterna.protocols.smtp.SmtpClientSession;
import org.sterna.protocols.smtp.TlsLayer;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.tls.CertificateFault;

/**
 * One connection to one host with one errand after the other: carries {@link SmtpClientSession}. The content leaves a chunk at a time, the next when
 * the one before is in the kernel's hands.
 */
final class RelaySession extends AbstractBehavior<Object> {
    private static final int SERVICE_CLOSES = 421;

    /** What its holder says. */
    enum Word { GO, REST, LEAVE, ABORT }

    private record ContentAllowed(OutgoingContent content, Optional<Throwable> failure) { }

    private record ChunkRead(OutgoingContent content, Optional<ByteBuffer> chunk, String failure) { }

    private record Converted(ClientPlan plan, Optional<SevenBitContent> content, String failure) { }

    private enum Timeout { PHASE, REST }

    private final TimerScheduler<Object> timers;
    private final SessionRules rules;
    private final OpenSession self;
    private final ReplyReader replies = new ReplyReader();
    private Optional<ConnectionOutput> output = Optional.empty();
    private SmtpClientSession session;
    private ClientPhase phase;
    private final TlsReport report;
    private boolean upgrading;
    private Optional<ServerOffer> ready = Optional.empty();
    private Optional<String> tlsFailure = Optional.empty();
    private String security = "";
    private Optional<Transaction> current = Optional.empty();
    private Optional<OutgoingContent> sending = Optional.empty();
    private boolean reading;
    private boolean reached;
    private boolean leaving;

    private RelaySession(ActorContext<Object> context, TimerScheduler<Object> timers, SessionRules rules, OpenSession self) {
        super(context);
        this.timers = timers;
        this.rules = rules;
        this.self = self;
        this.report = new TlsReport(rules);
        this.session = SmtpClientSession.open(rules.client());
        this.phase = session.phase();
    }

    /** @param self where its errands come from; it holds the first when the connection is made */
    static Behavior<Object> create(SessionRules rules, OpenSession self) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RelaySession(context, timers, rules, self)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConnectionEvent.Opened.class, this::onOpened)
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, drained -> onDrained())
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTls)
                .onMessage(ConnectionEvent.PeerFinished.class, finished -> step(new ClientInput.ConnectionLost("the connection was closed by " + rules.host())))
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessage(ContentAllowed.class, this::onContentAllowed)
                .onMessage(ChunkRead.class, this::onChunk)
                .onMessage(Converted.class, this::onConverted)
                .onMessageEquals(Word.GO, this::go)
                .onMessageEquals(Word.REST, () -> {
                    timers.startSingleTimer(Timeout.REST, rules.idle());
                    return this;
                })
                .onMessageEquals(Word.LEAVE, this::leave)
                .onMessageEquals(Word.ABORT, Behaviors::stopped)
                .onMessageEquals(Timeout.PHASE, this::onTimeout)
                .onMessageEquals(Timeout.REST, () -> rules.life().mayLeave() ? leave() : this)
                .onSignal(PostStop.class, stopped -> {
                    onStopped();
                    return this;
                })
                .build();
    }

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        output = Optional.of(opened.output());
        report.connected(opened.local(), opened.remote());
        if (phase == ClientPhase.ENDED) {                       // a peer that hangs up at once may be heard of before its connection
            opened.output().abort();
            return this;
        }
        opened.output().pull();
        timers.startSingleTimer(Timeout.PHASE, rules.timeouts().apply(phase));
        return this;
    }

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        replies.feed(received.octets());
        for (Optional<ReplyReader.Said> said = replies.next(); said.isPresent(); said = replies.next()) {
            if (upgrading) {
                return step(new ClientInput.ConnectionLost("octets in the clear behind the reply to STARTTLS"));
            }
            if (said.get() instanceof ReplyReader.Nonsense nonsense) {
                return step(new ClientInput.ConnectionLost(nonsense.reason()));
            }
            if (said.get() instanceof ReplyReader.Replied replied) {
                if (replied.reply().code() != SERVICE_CLOSES) {
                    current.ifPresent(Transaction::answered);
                }
                step(new ClientInput.ReplyReceived(replied.reply()));
            }
        }
        if (!upgrading) {
            output.ifPresent(ConnectionOutput::pull);
        }
        return this;
    }

    private Behavior<Object> onTls(ConnectionEvent.TlsEstablished tls) {
        upgrading = false;
        report.established();
        security = tls.protocol() + " " + tls.cipherSuite() + (rules.isVerified() ? ", verified" : "");
        step(new ClientInput.TlsEstablished(new TlsLayer(tls.protocol(), tls.cipherSuite())));
        output.ifPresent(ConnectionOutput::pull);
        return this;
    }

    private Behavior<Object> onTimeout() {
        boolean handshake = phase == ClientPhase.TLS;
        step(new ClientInput.TimedOut());
        if (handshake) {
            output.ifPresent(ConnectionOutput::abort);          // there is nobody to take leave of
        }
        return this;
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        if (closed.reason() instanceof CloseReason.TlsFailure failure && (upgrading || security.isEmpty())) {
            tlsFailure = Optional.of(rules.handshake().fault().map(CertificateFault::text).orElse(failure.text()));
            report.failed(failure.text());
            step(upgrading ? new ClientInput.TlsFailed(tlsFailure.get()) : new ClientInput.ConnectionLost(tlsFailure.get()));
        } else {
            step(new ClientInput.ConnectionLost(closed.reason() instanceof CloseReason.Failure failure ? rules.host() + ": " + failure.text() : rules.lost()));
        }
        return Behaviors.stopped();
    }

    /** However it stops: nobody waits for it in vain. */
    private void onStopped() {
        Optional<Errand> waiting = self.end();
        rules.life().ended();                                   // first: whoever is told now may want the place
        current.ifPresent(transaction -> transaction.broken(new EnhancedStatus(4, 3, 0), "the connection was given up", signs(transaction), security));
        waiting.ifPresent(errand -> transaction(errand).lost(rules.lost(), self.errands() > 1 ? Set.of(Sign.STALE, Sign.REACHED) : Set.of(), security));
    }

    private Behavior<Object> leave() {
        leaving = true;
        if (current.isEmpty()) {
            step(new ClientInput.Leave());
        }
        return this;
    }

    private Behavior<Object> go() {
        timers.cancel(Timeout.REST);
        if (ready.isPresent() && current.isEmpty()) {
            self.take().ifPresent(errand -> begin(errand, ready.get()));
        }
        return this;
    }

    private void begin(Errand errand, ServerOffer offer) {
        Transaction transaction = transaction(errand);
        current = Optional.of(transaction);
        Optional<MailParameters> parameters = errand.job().parameters().get();
        if (parameters.isEmpty()) {
            endUnsent(transaction, Outcome.deferred(new EnhancedStatus(4, 4, 7), "The time in which it was to be delivered is over"));
            return;
        }
        ClientPlan plan = transaction.plan(parameters.get());
        if (Conversion.needed(plan, offer).isPresent()) {
            getContext().pipeToSelf(SevenBitContent.of(errand.job().content(), rules.maxConversion(),
                    getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
                    (content, failure) -> new Converted(plan, Optional.ofNullable(content), String.valueOf(failure)));
            return;
        }
        send(transaction, plan);
    }

    private Behavior<Object> onConverted(Converted converted) {
        if (current.isEmpty() || phase != ClientPhase.READY) {
            return this;                                        // the host did not wait for it
        }
        Transaction transaction = current.get();
        if (converted.content().isEmpty()) {
            endUnsent(transaction, Outcome.deferred(new EnhancedStatus(4, 3, 0), "the content could not be read: " + converted.failure()));
        } else if (converted.content().get() instanceof SevenBitContent.Ready content) {
            send(transaction, transaction.converted(converted.plan(), content.content()));
        } else if (converted.content().get() instanceof SevenBitContent.Impossible impossible) {
            endUnsent(transaction, Outcome.unsuited(new EnhancedStatus(5, 6, 3),
                    "the next host takes no 8-bit content, and it cannot be converted: " + impossible.reason()));
        }
        return this;
    }

    private void endUnsent(Transaction transaction, Outcome outcome) {
        transaction.decideAll(outcome);
        end(true);
    }

    private void send(Transaction transaction, ClientPlan plan) {
        ready = Optional.empty();
        transaction.begun();
        step(new ClientInput.Transaction(plan));
    }

    private Behavior<Object> step(ClientInput input) {
        SmtpClientSession.Step step = session.on(input);
        session = step.session();
        for (ClientAction action : step.actions()) {
            act(action);
        }
        // RFC 5321 section 4.5.3.2: each command has its time, so the reply to one of many RCPT starts it anew.
        if (session.phase() != phase || input instanceof ClientInput.ReplyReceived) {
            phase = session.phase();
            timers.cancel(Timeout.PHASE);
            Duration timeout = phase == ClientPhase.READY || phase == ClientPhase.ENDED ? Duration.ZERO : rules.timeouts().apply(phase);
            if (!timeout.isZero()) {
                timers.startSingleTimer(Timeout.PHASE, timeout);
            }
        }
        if (phase == ClientPhase.READY && ready.isPresent() && current.isEmpty()) {
            if (leaving) {
                ready = Optional.empty();
                return step(new ClientInput.Leave());
            }
            go();
        }
        return this;
    }

    private void act(ClientAction action) {
        if (action instanceof ClientAction.Send send) {
            output.ifPresent(each -> each.write(ByteString.fromString(send.line())));
        } else if (action instanceof ClientAction.UpgradeTls) {
            upgrading = true;
            report.upgrading();
            output.ifPresent(each -> each.upgrade(rules.handshake().engine(), replies.takeUnread()));
        } else if (action instanceof ClientAction.Ready offered) {
            ready = Optional.of(offered.offer());
            reached = true;
            report.ready();
        } else if (action instanceof ClientAction.Unusable unusable) {
            retire(unusable);
        } else if (action instanceof ClientAction.RecipientOutcome outcome) {
            current.ifPresent(transaction -> transaction.decide(outcome.forwardPath(), outcome.outcome()));
        } else if (action instanceof ClientAction.RecipientLeft left) {
            current.ifPresent(transaction -> transaction.leave(left.forwardPath()));
        } else if (action instanceof ClientAction.TransactionEnded ended) {
            end(ended.reusable());
        } else if (action instanceof ClientAction.SendContent content) {
            current.ifPresent(transaction -> {
                OutgoingContent outgoing = new OutgoingContent(transaction.content(), content.framing());
                sending = Optional.of(outgoing);
                getContext().pipeToSelf(transaction.mayBeSent(rules.host(), security), (done, failure) -> new ContentAllowed(outgoing, Optional.ofNullable(failure)));
            });
        } else if (action instanceof ClientAction.RetryInClear retry) {
            retryInClear(retry.reason());
        } else if (action instanceof ClientAction.Close) {
            output.ifPresent(ConnectionOutput::finish);
        } else {
            throw new AssertionError(action);
        }
    }

    /** No message goes over it any more; the errand that waits for it, or for a conversion, learns why. */
    private void retire(ClientAction.Unusable unusable) {
        ready = Optional.empty();
        report.unusable(unusable.outcome());
        Outcome outcome = tlsFailure.<Outcome>map(text -> Outcome.deferred(Outcome.ENCRYPTION_NEEDED, "TLS is demanded, and the handshake failed: " + text))
                .orElse(unusable.outcome());
        Optional<Transaction> waiting = current.or(() -> self.end().map(this::transaction));
        self.end();
        rules.life().retired();
        current = Optional.empty();
        waiting.ifPresent(transaction -> transaction.unusable(new ClientAction.Unusable(outcome), signs(transaction), security));
    }

    /** Told when the connection is gone, so that its place is free for the next. */
    private void retryInClear(String reason) {
        Optional<Errand> waiting = self.end();
        rules.life().retired();
        getContext().getLog().debug("{}: the TLS handshake failed, and it is tried in the clear: {}", rules.host(), reason);
        waiting.ifPresent(errand -> {
            Transaction transaction = transaction(errand);
            transaction.retryInClear();
            current = Optional.of(transaction);
        });
        output.ifPresent(ConnectionOutput::abort);
    }

    private void end(boolean reusable) {
        sending = Optional.empty();
        reading = false;
        boolean stays = reusable && !leaving;
        if (!stays) {
            self.end();
            rules.life().retired();
        }
        Optional<Transaction> over = current;
        current = Optional.empty();
        over.ifPresent(transaction -> {
            Set<Sign> signs = signs(transaction);
            if (stays) {
                signs.add(Sign.REUSABLE);
            }
            transaction.end(signs, security);
        });
    }

    private Transaction transaction(Errand errand) {
        return new Transaction(errand, self.errands() > 1);
    }

    private Set<Sign> signs(Transaction transaction) {
        Set<Sign> signs = EnumSet.noneOf(Sign.class);
        signs.addAll(transaction.signs());
        if (reached) {
            signs.add(Sign.REACHED);
        }
        return signs;
    }

    private Behavior<Object> onContentAllowed(ContentAllowed allowed) {
        if (!isSending(allowed.content())) {
            return this;                                        // refused or lost meanwhile
        }
        if (allowed.failure().isPresent()) {
            return broken("the attempt could not be recorded: " + allowed.failure().get());
        }
        readChunk();
        return this;
    }

    private boolean isSending(OutgoingContent content) {
        return phase == ClientPhase.DATA_BLOCK && sending.filter(each -> each == content).isPresent();
    }

    private Behavior<Object> broken(String reason) {
        step(new ClientInput.ConnectionLost(reason));
        output.ifPresent(ConnectionOutput::abort);
        return this;
    }

    private void readChunk() {
        sending.ifPresent(content -> {
            reading = true;
            getContext().pipeToSelf(content.read(), (chunk, failure) -> new ChunkRead(content, Optional.ofNullable(chunk), String.valueOf(failure)));
        });
    }

    private Behavior<Object> onChunk(ChunkRead read) {
        if (!isSending(read.content())) {
            return this;
        }
        reading = false;
        if (read.chunk().isEmpty()) {
            return broken("the content could not be read: " + read.failure());
        }
        OutgoingContent content = read.content();
        byte[] octets = content.framed(read.chunk().get());
        if (content.isOver()) {
            sending = Optional.empty();
            current.ifPresent(Transaction::sent);
            step(new ClientInput.ContentSent());                // before the last octets can reach the peer
        } else {
            if (content.isChunked()) {
                step(new ClientInput.ChunkSent());
            }
            timers.startSingleTimer(Timeout.PHASE, rules.timeouts().apply(ClientPhase.DATA_BLOCK));
        }
        output.ifPresent(each -> each.write(ByteString.fromArrayUnsafe(octets)));
        return this;
    }

    private Behavior<Object> onDrained() {
        // It may be that of the commands before: a chunk must not be read twice.
        if (sending.filter(OutgoingContent::isBegun).isPresent() && !reading) {
            readChunk();
        }
        return this;
    }
}
