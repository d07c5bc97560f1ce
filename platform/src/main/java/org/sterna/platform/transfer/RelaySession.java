package org.sterna.platform.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.ClientAction;
import org.sterna.protocols.smtp.ClientInput;
import org.sterna.protocols.smtp.ClientPhase;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.DotStuffer;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.ReplyParser;
import org.sterna.protocols.smtp.SmtpClientSession;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * One connection to one host with one message: carries {@link SmtpClientSession}. The content leaves a chunk at a time,
 * the next when the one before is in the kernel's hands.
 */
final class RelaySession extends AbstractBehavior<Object> {
    private record ContentAllowed(Optional<Throwable> failure) { }

    private record ChunkRead(Optional<ByteBuffer> chunk, String failure) { }

    private enum Timeout { TIMEOUT }

    private final TimerScheduler<Object> timers;
    private final RelayJob job;
    private final String host;
    private final Supplier<SSLEngine> engines;
    private final Function<ClientPhase, Duration> timeouts;
    private final ActorRef<RelayAttempt.Message> attempt;
    private final LineFramer framer = new LineFramer(ReplyParser.MAX_LINE_OCTETS);
    private final ReplyParser replies = new ReplyParser();
    private final DotStuffer stuffer = new DotStuffer();
    private final int recipients;
    private final Map<ForwardPath, Outcome> outcomes = new HashMap<>();
    private Optional<ConnectionOutput> output = Optional.empty();
    private SmtpClientSession session;
    private ClientPhase phase = ClientPhase.GREETING;
    private boolean upgrading;
    private boolean retryInClear;
    private final List<ForwardPath> left = new ArrayList<>();
    private ClientAction.Framing framing = ClientAction.Framing.DATA;
    private boolean told;
    private int nextChunk = -1;
    private boolean reading;

    private RelaySession(ActorContext<Object> context, TimerScheduler<Object> timers, RelayJob job, ClientPlan plan, String host,
            Supplier<SSLEngine> engines, Function<ClientPhase, Duration> timeouts, ActorRef<RelayAttempt.Message> attempt) {
        super(context);
        this.timers = timers;
        this.job = job;
        this.host = host;
        this.engines = engines;
        this.timeouts = timeouts;
        this.attempt = attempt;
        this.recipients = plan.recipients().size();
        this.session = SmtpClientSession.open(plan);
    }

    static Behavior<Object> create(RelayJob job, ClientPlan plan, String host, Supplier<SSLEngine> engines,
            Function<ClientPhase, Duration> timeouts, ActorRef<RelayAttempt.Message> attempt) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new RelaySession(context, timers, job, plan, host, engines, timeouts, attempt)));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(ConnectionEvent.Opened.class, this::onOpened)
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, drained -> onDrained())
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTls)
                .onMessage(ConnectionEvent.PeerFinished.class, finished -> step(new ClientInput.ConnectionLost("the connection was closed by " + host)))
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessage(ContentAllowed.class, this::onContentAllowed)
                .onMessage(ChunkRead.class, this::onChunk)
                .onMessageEquals(Timeout.TIMEOUT, () -> step(new ClientInput.TimedOut()))
                .build();
    }

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        output = Optional.of(opened.output());
        opened.output().pull();
        timers.startSingleTimer(Timeout.TIMEOUT, timeouts.apply(phase));
        return this;
    }

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        byte[] octets = received.octets().toArray();
        framer.feed(octets, 0, octets.length);
        for (LineFramer.Line line = framer.next(); !(line instanceof LineFramer.Line.Incomplete); line = framer.next()) {
            if (upgrading) {
                return step(new ClientInput.ConnectionLost("octets in the clear behind the reply to STARTTLS"));
            }
            if (!(line instanceof LineFramer.Line.Whole whole)) {
                return step(new ClientInput.ConnectionLost("a reply line is too long or ends without CRLF"));
            }
            ReplyParser.Parsed parsed = replies.next(whole);
            if (parsed instanceof ReplyParser.Parsed.Malformed malformed) {
                return step(new ClientInput.ConnectionLost("the host does not speak SMTP: " + malformed.reason()));
            }
            if (parsed instanceof ReplyParser.Parsed.Whole reply) {
                step(new ClientInput.ReplyReceived(reply.reply()));
            }
        }
        if (!upgrading) {
            output.ifPresent(ConnectionOutput::pull);
        }
        return this;
    }

    private Behavior<Object> onTls(ConnectionEvent.TlsEstablished tls) {
        upgrading = false;
        Behavior<Object> next = step(new ClientInput.TlsEstablished(new TlsLayer(tls.protocol(), tls.cipherSuite())));
        output.ifPresent(ConnectionOutput::pull);
        return next;
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        if (upgrading && closed.reason() instanceof CloseReason.TlsFailure failure) {
            step(new ClientInput.TlsFailed(failure.text()));
        } else {
            step(new ClientInput.ConnectionLost(lost(closed.reason())));
        }
        tell();
        return Behaviors.stopped();
    }

    private String lost(CloseReason reason) {
        return reason instanceof CloseReason.Failure failure ? host + ": " + failure.text() : "the connection to " + host + " was lost";
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
            timers.cancel(Timeout.TIMEOUT);
            Duration timeout = timeouts.apply(phase);
            if (!timeout.isZero()) {
                timers.startSingleTimer(Timeout.TIMEOUT, timeout);
            }
        }
        return this;
    }

    private void act(ClientAction action) {
        if (action instanceof ClientAction.Send send) {
            output.ifPresent(each -> each.write(ByteString.fromString(send.line())));
        } else if (action instanceof ClientAction.UpgradeTls) {
            upgrading = true;
            output.ifPresent(each -> each.upgrade(engines.get(), ByteString.fromArray(framer.takeUnread())));
        } else if (action instanceof ClientAction.SendContent content) {
            framing = content.framing();
            getContext().pipeToSelf(job.beforeContent().apply(host), (done, failure) -> new ContentAllowed(Optional.ofNullable(failure)));
        } else if (action instanceof ClientAction.RecipientOutcome outcome) {
            outcomes.put(outcome.forwardPath(), outcome.outcome());
            if (outcomes.size() + left.size() == recipients) {
                tell();
            }
        } else if (action instanceof ClientAction.RecipientLeft other) {
            left.add(other.forwardPath());
        } else if (action instanceof ClientAction.RetryInClear) {
            retryInClear = true;
        } else if (action instanceof ClientAction.Close) {
            output.ifPresent(ConnectionOutput::finish);
        } else {
            throw new AssertionError(action);
        }
    }

    private void tell() {
        if (!told) {
            told = true;
            attempt.tell(new RelayAttempt.Tried(Map.copyOf(outcomes), List.copyOf(left), retryInClear));
        }
    }

    private Behavior<Object> onContentAllowed(ContentAllowed allowed) {
        if (allowed.failure().isPresent()) {
            step(new ClientInput.ConnectionLost("the attempt could not be recorded: " + allowed.failure().get()));
            output.ifPresent(ConnectionOutput::abort);
            return this;
        }
        nextChunk = 0;
        readChunk();
        return this;
    }

    private void readChunk() {
        reading = true;
        getContext().pipeToSelf(job.content().chunk(nextChunk), (chunk, failure) ->
                new ChunkRead(Optional.ofNullable(chunk), failure == null ? "" : failure.toString()));
    }

    private Behavior<Object> onChunk(ChunkRead read) {
        reading = false;
        if (phase != ClientPhase.DATA_BLOCK) {
            nextChunk = -1;                                 // refused or lost meanwhile
            return this;
        }
        if (read.chunk().isEmpty()) {
            step(new ClientInput.ConnectionLost("the content could not be read: " + read.failure()));
            output.ifPresent(ConnectionOutput::abort);
            return this;
        }
        byte[] chunk = new byte[read.chunk().get().remaining()];
        read.chunk().get().get(chunk);
        nextChunk++;
        boolean last = nextChunk >= job.content().chunks();
        ByteArrayOutputStream out = framed(chunk, last);
        if (last) {
            nextChunk = -1;
            step(new ClientInput.ContentSent());            // before the last octets can reach the peer
        } else {
            if (framing == ClientAction.Framing.BDAT) {
                step(new ClientInput.ChunkSent());
            }
            timers.startSingleTimer(Timeout.TIMEOUT, timeouts.apply(ClientPhase.DATA_BLOCK));
        }
        output.ifPresent(each -> each.write(ByteString.fromArrayUnsafe(out.toByteArray())));
        return this;
    }

    private ByteArrayOutputStream framed(byte[] chunk, boolean last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length + 64);
        if (framing == ClientAction.Framing.BDAT) {
            out.writeBytes(ClientAction.Framing.bdat(chunk.length, last).getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(chunk);
        } else {
            stuffer.feed(chunk, 0, chunk.length, out::write);
            if (last) {
                stuffer.finish(out::write);
            }
        }
        return out;
    }

    private Behavior<Object> onDrained() {
        if (nextChunk > 0 && !reading) {                    // it may be that of the commands before: a chunk must not be read twice
            readChunk();
        }
        return this;
    }
}
