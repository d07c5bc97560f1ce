package org.sterna.platform.access.imap;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.connection.CloseReason;
import org.sterna.platform.connection.ConnectionBehavior;
import org.sterna.platform.connection.ConnectionEvent;
import org.sterna.platform.connection.ConnectionOutput;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapFramer;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.imap.ViewUpdate;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslStep;

/**
 * One IMAP connection. Commands are answered one at a time; while one is under way nothing more is read, except in IDLE.
 *
 * <pre>
 * READING ->(command) BUSY ->(answer) READING       AUTHENTICATING: the next line is a SASL response
 * READING ->(APPEND) APPENDING -> BUSY -> READING   IDLING: the next line is DONE
 * READING ->(STARTTLS) SECURING -> READING          OVER: the last words are said, nothing is read
 * </pre>
 */
public final class ImapConnection extends AbstractBehavior<Object> {
    /** Before it has logged in, a client may be wrong this often. */
    private static final int MAX_BAD_COMMANDS = 10;
    private static final int TLS_HANDSHAKE = 22;                     // RFC 8446 section 5.1
    private static final Map<String, String> IDENTITY = Map.of("name", "Sterna");

    private sealed interface Phase { }

    private enum Simple implements Phase { READING, BUSY, SECURING, OVER }

    private record Authenticating(String tag, SaslExchange exchange) implements Phase { }

    private record Idling(String tag, ImapCommand command) implements Phase { }

    private record Appending(String tag, ImapCommand.Append command, AppendIntake intake) implements Phase { }

    /** Work that goes on when something it waited for is there. */
    private record Continuation(Runnable work) { }

    private enum Tick { TIMEOUT }

    /** A mailbox whose first state is awaited. */
    private record Selecting(Folder folder, MailboxName name, ImapSession.Access access, CompletableFuture<StatusResponse> answer) { }

    private final AccessServices services;
    private final ImapConnectionSettings settings;
    private final RecentMarks recentMarks;
    private final TimerScheduler<Object> timers;
    private final Executor actor = work -> getContext().getSelf().tell(new Continuation(work));

    private ConnectionOutput connection;
    private PacedOutput output;
    private SessionRecorder recorder;
    private ImapFramer framer;
    private ImapSession session;
    private Optional<SessionScope> scope = Optional.empty();
    private Phase phase = Simple.BUSY;
    private Optional<Selecting> selecting = Optional.empty();
    private Optional<SelectedMailbox> selected = Optional.empty();
    private Optional<AppendIntake> unfinished = Optional.empty();
    private CompletionStage<Void> announcing = CompletableFuture.completedFuture(null);
    private boolean peerFinished;
    private boolean firstOctets = true;
    private int badCommands;
    private long lastActivity = System.nanoTime();

    private ImapConnection(ActorContext<Object> context, TimerScheduler<Object> timers, AccessServices services,
            ImapConnectionSettings settings, RecentMarks recentMarks) {
        super(context);
        this.services = services;
        this.settings = settings;
        this.recentMarks = recentMarks;
        this.timers = timers;
        this.framer = newFramer();
        this.session = ImapSession.open(settings.implicitTls() ? ImapSession.Security.TLS
                : services.tls().isPresent() ? ImapSession.Security.CLEAR : ImapSession.Security.CLEAR_WITHOUT_STARTTLS);
    }

    /** What a listener needs to serve IMAP; to be made once for each port. */
    public static ConnectionBehavior behavior(AccessServices services, ImapConnectionSettings settings) {
        RecentMarks recentMarks = new RecentMarks(services.clock().instant());
        return ends -> Behaviors.<Object>setup(context -> Behaviors.withTimers(timers ->
                new ImapConnection(context, timers, services, settings, recentMarks))).narrow();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Continuation.class, continuation -> {
                    continuation.work().run();
                    return flushed();
                })
                .onMessage(MailboxView.class, this::onView)
                .onMessage(ConnectionEvent.Opened.class, this::onOpened)
                .onMessage(ConnectionEvent.TlsEstablished.class, this::onTlsEstablished)
                .onMessage(ConnectionEvent.Received.class, this::onReceived)
                .onMessage(ConnectionEvent.Drained.class, unused -> onDrained())
                .onMessage(ConnectionEvent.PeerFinished.class, unused -> onPeerFinished())
                .onMessage(ConnectionEvent.Closed.class, this::onClosed)
                .onMessageEquals(Tick.TIMEOUT, this::onTimeout)
                .onSignal(PostStop.class, unused -> onStopped())
                .build();
    }

    private Behavior<Object> flushed() {
        output.flush();
        return this;
    }

    // The connection.

    private Behavior<Object> onOpened(ConnectionEvent.Opened opened) {
        connection = opened.output();
        recorder = SessionRecorder.open(services.sessionLog(), services.clock(), settings.service(), opened.remote(), opened.local());
        output = new PacedOutput(connection, recorder);
        watchTime();
        if (!settings.implicitTls()) {
            greet();
        }
        return flushed();
    }

    private ImapFramer newFramer() {
        return new ImapFramer(settings.maxLineOctets(), settings.maxLiteralOctets());
    }

    private void greet() {
        output.write(ImapResponses.greeting(session, services.hostName() + " ready"));
        phase = Simple.READING;
        read();
    }

    private Behavior<Object> onTlsEstablished(ConnectionEvent.TlsEstablished established) {
        recorder.secured(established.protocol(), established.cipherSuite());
        if (phase == Simple.SECURING && session instanceof ImapSession.NotAuthenticated clear) {
            session = clear.secured();
            framer = newFramer();
            phase = Simple.READING;
            read();
        } else {
            greet();
        }
        return flushed();
    }

    private Behavior<Object> onReceived(ConnectionEvent.Received received) {
        lastActivity = System.nanoTime();
        byte[] octets = received.octets().toArray();
        recorder.received(octets.length);
        if (firstOctets) {
            firstOctets = false;
            if (isNoText(octets[0])) {
                output.write(ImapResponses.untagged(StatusResponse.bad(octets[0] == TLS_HANDSHAKE
                        ? "This port begins in the clear, use STARTTLS" : "This is an IMAP server")));
                end("Good bye", "no IMAP client");
                return flushed();
            }
        }
        framer.feed(octets);
        read();
        return flushed();
    }

    private static boolean isNoText(byte octet) {
        return octet < ' ' && octet != '\r' && octet != '\n';
    }

    private Behavior<Object> onDrained() {
        lastActivity = System.nanoTime();
        output.drained();
        return flushed();
    }

    private Behavior<Object> onPeerFinished() {
        peerFinished = true;
        if (phase != Simple.BUSY && phase != Simple.OVER) {
            hangUp("by the client without LOGOUT");
        }
        return flushed();
    }

    private Behavior<Object> onClosed(ConnectionEvent.Closed closed) {
        CloseReason reason = closed.reason();
        recorder.closed(reason instanceof CloseReason.Failure failure ? failure.text()
                : reason instanceof CloseReason.TlsFailure failure ? failure.text() : reason.getClass().getSimpleName());
        return Behaviors.stopped();
    }

    private Behavior<Object> onStopped() {
        discardUnfinished();
        detach();
        if (recorder != null) {
            recorder.closed("stopped");
        }
        return this;
    }

    /** Says BYE and closes. */
    private void end(String text, String reason) {
        if (phase != Simple.OVER) {
            output.write(ImapResponses.untagged(StatusResponse.bye(text)));
            hangUp(reason);
        }
    }

    private void hangUp(String reason) {
        discardUnfinished();
        phase = Simple.OVER;
        session = session.loggedOut();
        output.flush();
        recorder.closed(reason);
        connection.finish();
    }

    // Time.

    private Duration patience() {
        return scope.isPresent() ? settings.timeout() : settings.preAuthenticationTimeout();
    }

    private void watchTime() {
        Duration left = patience().minusNanos(System.nanoTime() - lastActivity);
        timers.startSingleTimer(Tick.TIMEOUT, left.isNegative() ? Duration.ZERO : left);
    }

    private Behavior<Object> onTimeout() {
        boolean silent = System.nanoTime() - lastActivity >= patience().toNanos();
        if (!silent || phase == Simple.BUSY && !output.isWaiting()) {
            lastActivity = silent ? System.nanoTime() : lastActivity;            // it is we who are slow
            watchTime();
        } else if (output.isWaiting()) {
            recorder.closed("timeout, the client does not read");
            connection.abort();
        } else {
            end("Too long without a command", "timeout");
        }
        return flushed();
    }

    // Reading.

    /** Works on what has arrived, until it waits for something. */
    private void read() {
        while (isReading()) {
            Optional<FramerEvent> event = framer.next();
            if (event.isPresent()) {
                on(event.get());
            } else if (peerFinished) {
                hangUp("by the client without LOGOUT");
            } else {
                connection.pull();
                return;
            }
        }
        if (phase instanceof Appending appending) {
            takeLiteral(appending);
        }
    }

    private boolean isReading() {
        return phase == Simple.READING || phase instanceof Authenticating || phase instanceof Idling;
    }

    private void on(FramerEvent event) {
        if (event instanceof FramerEvent.Complete complete) {
            onLine(complete.text());
        } else if (event instanceof FramerEvent.NeedContinuation) {
            output.write(ImapResponses.continuation("go ahead"));
        } else if (event instanceof FramerEvent.StreamedLiteral literal) {
            onLiteral(literal);
        } else if (event instanceof FramerEvent.LiteralTooBig tooBig) {
            bad(tooBig.tag(), StatusResponse.bad("A literal of " + tooBig.size() + " octets is too big").withCode("TOOBIG"));
        } else if (event instanceof FramerEvent.LineTooLong tooLong) {
            bad(tooLong.tag(), StatusResponse.bad("A command has at most " + tooLong.limit() + " octets"));
        } else if (event instanceof FramerEvent.StreamedLiteralEnd) {
            throw new AssertionError("the end of a literal outside APPEND");
        } else {
            throw new AssertionError(event);
        }
    }

    private void onLine(CommandText line) {
        if (phase instanceof Authenticating authenticating) {
            phase = Simple.READING;
            onSasl(authenticating.tag(), authenticating.exchange().on(line.line()));
        } else if (phase instanceof Idling idling) {
            phase = Simple.BUSY;
            StatusResponse answer = line.isDone() ? StatusResponse.ok("IDLE completed") : StatusResponse.bad("IDLE ends with DONE");
            announcing.whenCompleteAsync((unused, failure) -> answer(idling.tag(), idling.command(), answer), actor);
        } else {
            ParsedCommand parsed = ImapParser.parse(line);
            if (parsed instanceof ParsedCommand.BadCommand wrong) {
                bad(wrong.tag(), wrong.response());
            } else if (parsed instanceof ParsedCommand.Command command) {
                onCommand(command.tag(), command.command());
            }
        }
    }

    /** A command that was not understood. Whoever sends too many before login is no mail client. */
    private void bad(String tag, StatusResponse response) {
        output.write(ImapResponses.tagged(tag, response));
        countBad();
    }

    private void countBad() {
        if (scope.isEmpty() && ++badCommands >= MAX_BAD_COMMANDS) {
            end("Too many bad commands", "too many bad commands");
        }
    }

    // Answering.

    private void onCommand(String tag, ImapCommand command) {
        Optional<StatusResponse> refusal = session.admit(command);
        if (refusal.isPresent()) {
            recorder.refused(command.getClass().getSimpleName(), refusal.get().text());
            bad(tag, refusal.get());
            return;
        }
        if (command instanceof ImapCommand.Logout) {
            logout(tag);
        } else if (command instanceof ImapCommand.StartTls) {
            startTls(tag);
        } else if (command instanceof ImapCommand.Authenticate authenticate) {
            onSasl(tag, SaslExchange.start(SaslMechanism.named(authenticate.mechanism()).orElseThrow(), authenticate.initialResponse()));
        } else if (command instanceof ImapCommand.Login login) {
            check(tag, login.user(), login.password());
        } else if (command instanceof ImapCommand.Idle) {
            phase = new Idling(tag, command);
            output.write(ImapResponses.continuation("idling"));
            announceInIdle();
        } else {
            phase = Simple.BUSY;
            whenDone(tag, command, execute(command));
        }
    }

    private void whenDone(String tag, ImapCommand command, CompletionStage<StatusResponse> outcome) {
        outcome.whenCompleteAsync((response, failure) -> answer(tag, command, failure == null ? response : failed(tag, failure)), actor);
    }

    /** A refusal is an answer, an outage passes, a bug is logged; the connection outlives all three. */
    private StatusResponse failed(String tag, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return refusal.response();
        }
        if (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException || cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException || cause instanceof ClassCastException || cause instanceof Error) {
            getContext().getLog().error("{}: command {} failed", recorder.id(), tag, cause);
            return StatusResponse.no("Internal error").withCode("SERVERBUG");          // RFC 5530 section 3
        }
        getContext().getLog().warn("{}: command {} could not be done now: {}", recorder.id(), tag, cause.toString());
        return StatusResponse.no("Not possible now, try again later").withCode("UNAVAILABLE");
    }

    /** Tells what is new, then ends the command (RFC 3501 section 7). */
    private void answer(String tag, ImapCommand command, StatusResponse response) {
        if (phase == Simple.OVER) {
            return;
        }
        announce(SelectedView.during(command)).whenCompleteAsync((unused, failure) -> {
            if (phase != Simple.OVER) {
                output.write(ImapResponses.tagged(tag, response));
                phase = Simple.READING;
                endIfDeleted();
                read();
            }
        }, actor);
    }

    /** RFC 2180 section 3.3: a session whose mailbox was deleted by another is ended. */
    private void endIfDeleted() {
        if (selected.isPresent() && selected.get().state().deleted()) {
            end("The selected mailbox was deleted", "mailbox deleted");
        }
    }

    private CompletionStage<Void> announce(SelectedView.Moment moment) {
        if (selected.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        SelectedMailbox mailbox = selected.get();
        mailbox.newKeywords().ifPresent(output::write);
        Iterator<ViewUpdate> updates = mailbox.news(moment).iterator();
        return Repetition.of(actor, () -> {
            if (!updates.hasNext()) {
                return Optional.empty();
            }
            for (int i = 0; i < 500 && updates.hasNext(); i++) {
                mailbox.print(updates.next()).ifPresent(output::write);
            }
            return Optional.of(output.room());
        });
    }

    /** During IDLE everything is told at once (RFC 2177 section 3), as fast as the client takes it. */
    private void announceInIdle() {
        boolean free = announcing.toCompletableFuture().isDone();
        if (phase instanceof Idling && free && selected.isPresent()) {
            endIfDeleted();
            if (selected.get().view().hasNews(SelectedView.Moment.ANY)) {
                announcing = announce(SelectedView.Moment.ANY).thenRunAsync(() -> { }, actor);
                announcing.whenCompleteAsync((unused, failure) -> announceInIdle(), actor);
            }
        }
    }

    private CompletionStage<StatusResponse> execute(ImapCommand command) {
        if (command instanceof ImapCommand.Capability) {
            output.write(ImapResponses.capability(session));
            return done("CAPABILITY");
        }
        if (command instanceof ImapCommand.Noop) {
            return done("NOOP");
        }
        if (command instanceof ImapCommand.Check) {
            return done("CHECK");
        }
        if (command instanceof ImapCommand.Id) {
            output.write(ImapResponses.id(IDENTITY));
            return done("ID");
        }
        if (command instanceof ImapCommand.Enable) {
            output.write(ImapResponses.enabled(List.of()));            // none of what is offered needs it (RFC 5161 section 3.1)
            return done("ENABLE");
        }
        if (command instanceof ImapCommand.Namespace) {
            output.write(ImapResponses.namespace());
            return done("NAMESPACE");
        }
        return inScope(command, scope.orElseThrow());
    }

    private static CompletionStage<StatusResponse> done(String command) {
        return CompletableFuture.completedFuture(StatusResponse.ok(command + " completed"));
    }

    private CompletionStage<StatusResponse> inScope(ImapCommand command, SessionScope known) {
        Folders folders = known.folders();
        if (command instanceof ImapCommand.ListDelimiter) {
            output.write(ImapResponses.listDelimiter());
            return done("LIST");
        }
        if (command instanceof ImapCommand.ListMailboxes list) {
            return folders.account().thenComposeAsync(account -> write("LIST", FolderList.list(account, list.pattern())), actor);
        }
        if (command instanceof ImapCommand.Lsub lsub) {
            return folders.account().thenComposeAsync(account -> write("LSUB", FolderList.lsub(account, lsub.pattern())), actor);
        }
        if (command instanceof ImapCommand.Status status) {
            return status(status, folders);
        }
        if (command instanceof ImapCommand.Create create) {
            return folders.create(create.mailbox()).thenApply(unused -> StatusResponse.ok("CREATE completed"));
        }
        if (command instanceof ImapCommand.Delete delete) {
            return delete(delete.mailbox(), folders);
        }
        if (command instanceof ImapCommand.Rename rename) {
            return folders.rename(rename.from(), rename.to()).thenApply(unused -> StatusResponse.ok("RENAME completed"));
        }
        if (command instanceof ImapCommand.Subscribe subscribe) {
            return folders.subscribe(subscribe.mailbox()).thenApply(unused -> StatusResponse.ok("SUBSCRIBE completed"));
        }
        if (command instanceof ImapCommand.Unsubscribe unsubscribe) {
            return folders.unsubscribe(unsubscribe.mailbox()).thenApply(unused -> StatusResponse.ok("UNSUBSCRIBE completed"));
        }
        if (command instanceof ImapCommand.Select select) {
            return select(select.mailbox(), ImapSession.Access.READ_WRITE, folders);
        }
        if (command instanceof ImapCommand.Examine examine) {
            return select(examine.mailbox(), ImapSession.Access.READ_ONLY, folders);
        }
        try {
            return inMailbox(command, known, selected.orElseThrow());
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private CompletionStage<StatusResponse> inMailbox(ImapCommand command, SessionScope known, SelectedMailbox mailbox) {
        if (command instanceof ImapCommand.Fetch fetch) {
            return new FetchRun(known, mailbox, fetch).run();
        }
        if (command instanceof ImapCommand.Search search) {
            return new SearchRun(known, mailbox, search).run();
        }
        if (command instanceof ImapCommand.Store store) {
            return new StoreRun(known, mailbox, store).run();
        }
        if (command instanceof ImapCommand.Copy copy) {
            return new CopyRun(known, mailbox, copy.messages(), copy.numbering(), copy.target()).copy();
        }
        if (command instanceof ImapCommand.Move move) {
            return new CopyRun(known, mailbox, move.messages(), move.numbering(), move.target()).move();
        }
        if (command instanceof ImapCommand.Expunge expunge) {
            return expunge(mailbox, expunge.uids(), known.folders()).thenApply(unused -> StatusResponse.ok("EXPUNGE completed"));
        }
        if (command instanceof ImapCommand.Close) {
            return close(mailbox, known.folders());
        }
        if (command instanceof ImapCommand.Unselect) {
            deselect();
            return done("UNSELECT");
        }
        throw new AssertionError(command);
    }

    private CompletionStage<StatusResponse> write(String command, List<byte[]> responses) {
        Iterator<byte[]> each = responses.iterator();
        return Repetition.of(actor, () -> {
            if (!each.hasNext()) {
                return Optional.empty();
            }
            for (int i = 0; i < 500 && each.hasNext(); i++) {
                output.write(each.next());
            }
            return Optional.of(output.room());
        }).thenApply(unused -> StatusResponse.ok(command + " completed"));
    }

    // Before login.

    private void logout(String tag) {
        output.write(ImapResponses.untagged(StatusResponse.bye("Logging out")));
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("LOGOUT completed")));
        hangUp("LOGOUT");
    }

    private void startTls(String tag) {
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("Begin TLS negotiation now")));
        output.flush();
        phase = Simple.SECURING;
        // What came in the clear behind the command may be somebody else's: the connection ends over it (RFC 9051 section 6.2.1).
        ByteString injected = ByteString.fromArrayUnsafe(new byte[(int) framer.bufferedOctets()]);
        connection.upgrade(services.tls().orElseThrow().get(), injected);
    }

    private void onSasl(String tag, SaslStep step) {
        if (step instanceof SaslStep.Challenge challenge) {
            phase = new Authenticating(tag, challenge.next());
            output.write(ImapResponses.continuation(challenge.base64()));
        } else if (step instanceof SaslStep.Credentials credentials) {
            check(tag, credentials.user(), credentials.password());
        } else if (step instanceof SaslStep.Cancelled) {
            bad(tag, StatusResponse.bad("AUTHENTICATE cancelled"));              // RFC 3501 section 6.2.2
        } else if (step instanceof SaslStep.Malformed malformed) {
            bad(tag, StatusResponse.bad(malformed.reason()));
        } else {
            throw new AssertionError(step);
        }
    }

    private void check(String tag, String user, String password) {
        phase = Simple.BUSY;
        services.authenticator().check(user, password).whenCompleteAsync((result, failure) -> {
            if (phase != Simple.OVER) {
                phase = Simple.READING;
                authenticated(tag, user, failure == null ? result : new Authenticator.Unavailable(failure.toString()));
                read();
            }
        }, actor);
    }

    private void authenticated(String tag, String user, Authenticator.Result result) {
        if (result instanceof Authenticator.Valid valid && session instanceof ImapSession.NotAuthenticated before) {
            String address = valid.entry().address();
            recorder.authenticated(address);
            session = before.authenticated();
            framer.authenticated();
            scope = Optional.of(new SessionScope(services, new Folders(services, getContext().getSystem(), address), output, actor,
                    recorder.id()));
            watchTime();
            output.write(ImapResponses.tagged(tag, StatusResponse.ok("Logged in").withCode(ImapResponses.capabilityCode(session))));
        } else if (result instanceof Authenticator.Unavailable unavailable) {
            getContext().getLog().warn("{}: a login could not be checked: {}", recorder.id(), unavailable.reason());
            output.write(ImapResponses.tagged(tag, StatusResponse.no("Login cannot be checked now").withCode("UNAVAILABLE")));
        } else {
            recorder.authenticationFailed(user);
            bad(tag, StatusResponse.no("Wrong name or password").withCode("AUTHENTICATIONFAILED"));
        }
    }

    // Mailboxes.

    private CompletionStage<StatusResponse> select(MailboxName name, ImapSession.Access access, Folders folders) {
        deselect();                                                  // also if the new one cannot be opened: RFC 3501 section 6.3.1
        return folders.find(name).thenComposeAsync(folder -> {
            Selecting next = new Selecting(folder, name, access, new CompletableFuture<>());
            selecting = Optional.of(next);
            services.replicas().tell(new MailboxReplicas.Attach(folder.mailbox(), self()));
            return next.answer().orTimeout(Folders.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }, actor).whenCompleteAsync((answer, failure) -> {
            if (failure != null) {
                detach();
            }
        }, actor);
    }

    private ActorRef<MailboxView> self() {
        return getContext().getSelf().narrow();
    }

    private Behavior<Object> onView(MailboxView update) {
        if (selecting.isPresent()) {
            onFirstView(selecting.get(), update);
        } else if (selected.isPresent() && update.state().id().equals(Optional.of(selected.get().id()))) {
            selected.get().on(update);
            announceInIdle();
        }
        return flushed();
    }

    private void onFirstView(Selecting next, MailboxView update) {
        Mailbox state = update.state();
        if (state.id().isEmpty()) {
            scope.orElseThrow().folders().make(next.folder()).exceptionally(failure -> {
                next.answer().completeExceptionally(failure);
                return null;
            });
        } else if (state.deleted() && state.id().get().equals(next.folder().mailbox())) {
            next.answer().completeExceptionally(Refusal.no("NONEXISTENT", "The mailbox was deleted"));
        } else if (state.id().get().equals(next.folder().mailbox())) {
            selecting = Optional.empty();
            open(next, state);
        }
    }

    private void open(Selecting next, Mailbox state) {
        SelectedMailbox mailbox = new SelectedMailbox(next.folder(), next.access(), state,
                recentMarks.claim(next.folder().mailbox(), state, next.access()));
        selected = Optional.of(mailbox);
        session = session instanceof ImapSession.Authenticated known ? known.selected(next.access()) : session;
        recorder.mailboxSelected(next.name().value());
        output.write(ImapResponses.flags(mailbox.knownFlags()));
        output.write(ImapResponses.exists(mailbox.view().exists()));
        output.write(ImapResponses.recent(mailbox.view().recent()));
        mailbox.firstUnseen().ifPresent(sequence ->
                output.write(ImapResponses.untagged(StatusResponse.ok("First unseen").withCode("UNSEEN " + sequence))));
        List<Flag> permanent = mailbox.isWritable() ? mailbox.knownFlags() : List.of();
        output.write(ImapResponses.permanentFlags(permanent, mailbox.isWritable()));
        output.write(ImapResponses.untagged(StatusResponse.ok("Next UID").withCode("UIDNEXT " + state.uidNext())));
        output.write(ImapResponses.untagged(StatusResponse.ok("UIDs valid").withCode("UIDVALIDITY " + state.uidValidity())));
        next.answer().complete(mailbox.isWritable() ? StatusResponse.ok("SELECT completed").withCode("READ-WRITE")
                : StatusResponse.ok("EXAMINE completed").withCode("READ-ONLY"));
    }

    private void deselect() {
        detach();
        if (session instanceof ImapSession.Selected open) {
            session = open.unselected();
        }
    }

    private void detach() {
        selected.filter(SelectedMailbox::isWritable).ifPresent(mailbox -> recentMarks.seen(mailbox.id(), mailbox.state()));
        selected.map(SelectedMailbox::id).or(() -> selecting.map(next -> next.folder().mailbox()))
                .ifPresent(id -> services.replicas().tell(new MailboxReplicas.Detach(id, self())));
        selected = Optional.empty();
        selecting = Optional.empty();
    }

    private CompletionStage<StatusResponse> status(ImapCommand.Status status, Folders folders) {
        return folders.find(status.mailbox()).thenComposeAsync(folder -> {
            Optional<SelectedMailbox> same = selected.filter(mailbox -> mailbox.id().equals(folder.mailbox()));
            CompletionStage<Mailbox> state = same.map(mailbox -> CompletableFuture.completedStage(mailbox.state()))
                    .orElseGet(() -> folders.look(folder));
            return state.thenApplyAsync(known -> {
                long recent = same.map(mailbox -> (long) mailbox.view().recent()).orElseGet(() -> {
                    long first = recentMarks.claim(folder.mailbox(), known, ImapSession.Access.READ_ONLY);
                    return known.messages().entries().stream().filter(entry -> entry.uid() >= first).count();
                });
                output.write(FolderList.status(status.mailbox(), status.items(), known, folder.uidValidity(), recent));
                return StatusResponse.ok("STATUS completed");
            }, actor);
        }, actor);
    }

    private CompletionStage<StatusResponse> delete(MailboxName name, Folders folders) {
        return folders.find(name).thenComposeAsync(folder -> {
            if (selected.isPresent() && selected.get().id().equals(folder.mailbox())) {
                deselect();
            }
            return folders.delete(name);
        }, actor).thenApply(unused -> StatusResponse.ok("DELETE completed"));
    }

    /** Removes what is marked as deleted: all of it, or of the given UIDs (RFC 4315 section 2.1). */
    private CompletionStage<Void> expunge(SelectedMailbox mailbox, Optional<SequenceSet> uids, Folders folders) {
        UidSet wanted = uids.isEmpty() ? new UidSet(List.of(new UidSet.Range(1, 0xFFFF_FFFFL)))
                : UidSet.of(mailbox.resolve(uids.get(), Numbering.UID).stream().mapToLong(message -> message.entry().uid()));
        return folders.ask(mailbox.folder(), new MailboxCommand.Expunge(wanted, true)).thenComposeAsync(answer -> {
            UidSet gone = ((Verdict.Expunged) answer).uids();
            return mailbox.until(state -> gone.stream().noneMatch(uid -> state.messages().find(uid).isPresent()));
        }, actor);
    }

    /** Nothing is told of what is removed (RFC 3501 section 6.4.2). */
    private CompletionStage<StatusResponse> close(SelectedMailbox mailbox, Folders folders) {
        CompletionStage<Void> expunged = mailbox.isWritable() ? expunge(mailbox, Optional.empty(), folders)
                : CompletableFuture.completedFuture(null);
        return expunged.thenApplyAsync(unused -> {
            deselect();
            return StatusResponse.ok("CLOSE completed");
        }, actor);
    }

    // APPEND.

    private void onLiteral(FramerEvent.StreamedLiteral literal) {
        ParsedCommand parsed = ImapParser.parseAppend(literal.start());
        if (parsed instanceof ParsedCommand.Command command && command.command() instanceof ImapCommand.Append append) {
            Optional<StatusResponse> refusal = session.admit(append).or(() -> append.size() > settings.maxAppendOctets()
                    ? Optional.of(StatusResponse.no("A message has at most " + settings.maxAppendOctets() + " octets").withCode("TOOBIG"))
                    : append.size() == 0 ? Optional.of(StatusResponse.no("A message has at least one octet")) : Optional.empty());
            if (refusal.isPresent()) {
                refuseLiteral(command.tag(), refusal.get());
            } else {
                phase = Simple.BUSY;
                beginAppend(command.tag(), append, literal.sending());
            }
        } else {
            refuseLiteral(parsed.tag(), parsed instanceof ParsedCommand.BadCommand wrong ? wrong.response()
                    : StatusResponse.bad("A literal was not expected here"));
        }
    }

    private void refuseLiteral(String tag, StatusResponse response) {
        framer.refuseLiteral();
        recorder.refused("Append", response.text());
        output.write(ImapResponses.tagged(tag, response));
    }

    private void beginAppend(String tag, ImapCommand.Append append, FramerEvent.Sending sending) {
        SessionScope known = scope.orElseThrow();
        known.folders().target(append.mailbox()).whenCompleteAsync((folder, failure) -> {
            if (phase == Simple.OVER) {
                return;
            }
            if (failure != null) {
                framer.refuseLiteral();
                answer(tag, append, failed(tag, failure));
                return;
            }
            framer.acceptLiteral();
            if (sending == FramerEvent.Sending.SYNCHRONIZING) {
                output.write(ImapResponses.continuation("send the message"));
            }
            AppendIntake intake = new AppendIntake(known, folder, append);
            unfinished = Optional.of(intake);
            phase = new Appending(tag, append, intake);
            read();
        }, actor);
    }

    /** Takes what has arrived of the message; asks for more only when a chunk before it is durable. */
    private void takeLiteral(Appending appending) {
        while (phase == appending) {
            if (framer.literalRemaining() == 0) {
                endAppend(appending);
                return;
            }
            byte[] octets = framer.take(appending.intake().room());
            if (octets.length == 0) {
                if (peerFinished) {
                    hangUp("by the client in the middle of a message");
                } else {
                    connection.pull();
                }
                return;
            }
            CompletionStage<Void> stored = appending.intake().take(octets);
            if (!stored.toCompletableFuture().isDone() || stored.toCompletableFuture().isCompletedExceptionally()) {
                waitForChunk(appending, stored);
                return;
            }
        }
    }

    private void waitForChunk(Appending appending, CompletionStage<Void> stored) {
        phase = Simple.BUSY;
        stored.whenCompleteAsync((unused, failure) -> {
            if (failure != null && phase != Simple.OVER) {
                discardUnfinished();
                if (framer.literalRemaining() > 0) {
                    framer.abandonLiteral();
                }
                answer(appending.tag(), appending.command(), failed(appending.tag(), failure));
            } else if (phase != Simple.OVER) {
                phase = appending;
                takeLiteral(appending);
            }
        }, actor);
    }

    /** What a message that will not be complete has left in the store. */
    private void discardUnfinished() {
        unfinished.ifPresent(AppendIntake::discard);
        unfinished = Optional.empty();
    }

    /** The literal is complete; its command ends with its line. */
    private void endAppend(Appending appending) {
        Optional<FramerEvent> event = framer.next();
        if (event.isEmpty()) {
            if (peerFinished) {
                hangUp("by the client in the middle of a command");
            } else {
                connection.pull();
            }
        } else if (event.get() instanceof FramerEvent.StreamedLiteralEnd end && end.rest().octets().length == 0) {
            phase = Simple.BUSY;
            unfinished = Optional.empty();
            whenDone(appending.tag(), appending.command(), add(appending));
        } else {
            phase = Simple.READING;
            discardUnfinished();
            output.write(ImapResponses.tagged(appending.tag(), StatusResponse.bad("APPEND takes one message and nothing behind it")));
            read();
        }
    }

    private CompletionStage<StatusResponse> add(Appending appending) {
        return appending.intake().finish().thenComposeAsync(added -> {
            long uid = added.uids().get(0);
            CompletionStage<Void> seen = selected.filter(mailbox -> mailbox.id().equals(appending.intake().folder().mailbox()))
                    .map(mailbox -> mailbox.until(state -> state.uidNext() > uid)).orElseGet(() -> CompletableFuture.completedFuture(null));
            return seen.thenApply(unused -> StatusResponse.ok("APPEND completed")
                    .withCode(ImapResponses.appendUid(added.uidValidity(), uid)));
        }, actor);
    }
}
