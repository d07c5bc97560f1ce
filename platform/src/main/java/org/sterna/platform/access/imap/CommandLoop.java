package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;

/** Reads one command after the other, has it done and answers it. For the actor's thread. */
final class CommandLoop {
    /** Before it has logged in, a client may be wrong this often; afterwards as often as the settings say, one after the other. */
    private static final int MAX_BAD_BEFORE_LOGIN = 10;
    private static final String STOPPING = "Server is shutting down, connect again";

    private final Dialogue dialogue;
    private final PacedOutput output;
    private final Login login;
    private final Selection selection;
    private final Idle idle;
    private final AppendReader appends;
    private final CommandDispatch dispatch;
    private boolean peerFinished;
    private boolean draining;
    private int badCommands;
    private long commands;

    CommandLoop(Dialogue dialogue, Patience patience, RecentMarks recentMarks) {
        this.dialogue = dialogue;
        this.output = dialogue.output();
        this.login = new Login(dialogue, patience, this);
        this.selection = new Selection(dialogue, recentMarks);
        this.idle = new Idle(dialogue, selection, this);
        this.appends = new AppendReader(dialogue, selection, this);
        this.dispatch = new CommandDispatch(dialogue, selection);
        selection.onNews(this::announceNews);
    }

    // Beginning and ending.

    void greet() {
        if (!draining) {                                              // else BYE is the greeting (RFC 9051 section 7.1.5)
            output.write(ImapResponses.greeting(dialogue.session(), dialogue.services().hostName() + " ready"));
        }
        resume();
    }

    /** Goes on with the next command. */
    void resume() {
        dialogue.enter(Phase.Simple.READING);
        read();
    }

    void onPeerFinished() {
        peerFinished = true;
        if (dialogue.phase() != Phase.Simple.BUSY && !dialogue.isOver()) {
            hangUp("by the client without LOGOUT");
        }
    }

    /** Says BYE and closes. */
    void end(String text, String reason) {
        if (!dialogue.isOver()) {
            output.write(ImapResponses.untagged(StatusResponse.bye(text)));
            hangUp(reason);
        }
    }

    /** The node stops: says BYE behind the command that is under way, and IDLE is none. */
    void drain() {
        draining = true;
        dialogue.hurry();
        if (isReading()) {
            readCommands();
        }
    }

    /** Whatever is under way has no more time. Where a response may have been begun nothing can be said: it would be taken for a part of it. */
    void endDrain() {
        if (dialogue.phase() == Phase.Simple.SECURING || dialogue.phase() == Phase.Simple.BUSY && dialogue.hasBegunToAnswer()) {
            dialogue.abort("the node stops");
        } else {
            end(STOPPING, "the node stops");
        }
    }

    private void sayGoodbye() {
        idle.whenTold(() -> end(STOPPING, "the node stops"));
    }

    private void hangUp(String reason) {
        appends.discardUnfinished();
        dialogue.finish(reason);
    }

    /** The actor stops: leaves nothing behind. */
    void onStopped() {
        appends.discardUnfinished();
        selection.detach();
        dialogue.stopped();
    }

    // Reading.

    /** Works on what has arrived, until it waits for something; then tells what came while it was busy, if that may be told. */
    void read() {
        readCommands();
        announceNews();
    }

    private void readCommands() {
        while (isReading()) {
            if (draining) {
                sayGoodbye();
                return;
            }
            Optional<FramerEvent> event = dialogue.framer().next();
            if (event.isPresent()) {
                on(event.get());
            } else if (!awaitMore("by the client without LOGOUT")) {
                return;
            }
        }
        if (dialogue.phase() == Phase.Simple.APPENDING) {
            appends.takeLiteral();
        }
    }

    private boolean isReading() {
        Phase phase = dialogue.phase();
        return phase == Phase.Simple.READING || phase instanceof Phase.Authenticating || phase instanceof Phase.Idling;
    }

    /** Asks for more octets; hangs up for the given reason if none will come. True if some are there at once. */
    boolean awaitMore(String reason) {
        if (dialogue.readOn()) {
            return true;
        }
        if (dialogue.isOver()) {
            return false;
        }
        if (peerFinished) {
            hangUp(reason);
        } else {
            dialogue.pull();
        }
        return false;
    }

    private void on(FramerEvent event) {
        if (!(event instanceof FramerEvent.NeedContinuation) && ++commands > dialogue.settings().maxCommands()) {
            end("Too many commands for one connection", "too many commands");
        } else if (event instanceof FramerEvent.Complete complete) {
            onLine(complete.text());
        } else if (event instanceof FramerEvent.NeedContinuation) {
            output.write(ImapResponses.continuation("go ahead"));
        } else if (event instanceof FramerEvent.StreamedLiteral literal) {
            appends.onLiteral(literal);
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
        if (dialogue.phase() instanceof Phase.Authenticating authenticating) {
            login.onResponse(authenticating, line);
        } else if (dialogue.phase() instanceof Phase.Idling idling) {
            idle.end(idling, line);
        } else {
            ParsedCommand parsed = ImapParser.parse(line, dialogue.session().enabled());
            if (parsed instanceof ParsedCommand.BadCommand wrong) {
                bad(wrong.tag(), wrong.response());
            } else if (parsed instanceof ParsedCommand.Command command) {
                onCommand(command.tag(), command.command());
            }
        }
    }

    private void onCommand(String tag, ImapCommand command) {
        dialogue.counts().imap(command);
        Optional<StatusResponse> refusal = dialogue.session().admit(command);
        if (refusal.isPresent()) {
            dialogue.recorder().refused(command.getClass().getSimpleName(), refusal.get().text());
            bad(tag, refusal.get());
            return;
        }
        badCommands = dialogue.scope().isPresent() ? 0 : badCommands;
        followCondstore(command);
        if (command instanceof ImapCommand.Logout) {
            logout(tag);
        } else if (command instanceof ImapCommand.StartTls) {
            login.startTls(tag);
        } else if (command instanceof ImapCommand.Authenticate authenticate) {
            login.authenticate(tag, authenticate);
        } else if (command instanceof ImapCommand.Login plain) {
            login.check(tag, plain.user(), plain.password());
        } else if (command instanceof ImapCommand.Unauthenticate) {
            unauthenticate(tag);
        } else if (command instanceof ImapCommand.Compress) {
            compress(tag);
        } else if (command instanceof ImapCommand.Idle) {
            idle.begin(tag, command);
        } else if (command instanceof ImapCommand.Append || command instanceof ImapCommand.Replace) {
            appends.complete(tag, command);
        } else {
            dialogue.enter(Phase.Simple.BUSY);
            whenDone(tag, command, dispatch.execute(tag, command));
        }
    }

    /** The first command that cares for MODSEQs makes them be told from then on (RFC 7162 section 3.1). */
    void followCondstore(ImapCommand command) {
        boolean before = dialogue.session().enabled().condstore();
        dialogue.enabled(dialogue.session().following(command));
        boolean selects = command instanceof ImapCommand.Select || command instanceof ImapCommand.Examine;
        if (!before && dialogue.session().enabled().condstore() && !selects) {
            selection.tellHighestModSeq();
        }
    }

    /** RFC 8437 section 3: the next octet may be of the next user's login already. */
    private void unauthenticate(String tag) {
        selection.deselect();
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("UNAUTHENTICATE completed")));
        dialogue.unauthenticated();
        login.forget();
    }

    private void compress(String tag) {
        if (dialogue.isCompressed()) {
            output.write(ImapResponses.tagged(tag, StatusResponse.no("DEFLATE is active already").withCode("COMPRESSIONACTIVE")));
        } else if (dialogue.framer().bufferedOctets() > 0) {
            bad(tag, StatusResponse.bad("Nothing may follow COMPRESS before its answer"));              // RFC 4978 section 3
        } else {
            output.write(ImapResponses.tagged(tag, StatusResponse.ok("DEFLATE active")));
            dialogue.compress();
        }
    }

    private void logout(String tag) {
        output.write(ImapResponses.untagged(StatusResponse.bye("Logging out")));
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("LOGOUT completed")));
        hangUp("LOGOUT");
    }

    // Answering.

    /** Answers a command that was not understood. Whoever sends too many is no mail client. */
    void bad(String tag, StatusResponse response) {
        output.write(ImapResponses.tagged(tag, response));
        int most = dialogue.scope().isEmpty() ? MAX_BAD_BEFORE_LOGIN : dialogue.settings().maxBadCommands();
        if (++badCommands >= most) {
            end("Too many bad commands", "too many bad commands");
        }
    }

    /** Answers when the outcome is there. */
    void whenDone(String tag, ImapCommand command, CompletionStage<StatusResponse> outcome) {
        outcome.whenCompleteAsync((response, failure) -> {
            if (failure == null) {
                answer(tag, command, response);
            } else {
                fail(tag, command, failure);
            }
        }, dialogue.actor());
    }

    /** Answers a command that has failed: a refusal is an answer, an outage passes, a bug is logged; the connection outlives all three. */
    void fail(String tag, ImapCommand command, Throwable failure) {
        answer(tag, command, failed(tag, failure));
    }

    private StatusResponse failed(String tag, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return refusal.response();
        }
        if (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException || cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException || cause instanceof ClassCastException || cause instanceof Error) {
            dialogue.log().error("{}: command {} failed", dialogue.recorder().id(), tag, cause);
            return StatusResponse.no("Internal error").withCode("SERVERBUG");          // RFC 5530 section 3
        }
        dialogue.log().warn("{}: command {} could not be done now: {}", dialogue.recorder().id(), tag, cause.toString());
        return StatusResponse.no("Not possible now, try again later").withCode("UNAVAILABLE");
    }

    /** Tells what is new, then ends the command (RFC 3501 section 7). */
    void answer(String tag, ImapCommand command, StatusResponse response) {
        if (dialogue.isOver()) {
            return;
        }
        // What came while a mailbox was opened waits: no client expects it before the mailbox is open, least of all within what it has missed.
        boolean opening = command instanceof ImapCommand.Select || command instanceof ImapCommand.Examine;
        CompletionStage<Void> told = opening ? CompletableFuture.completedFuture(null) : selection.announceAfter(command);
        told.whenCompleteAsync((unused, failure) -> {
            if (!dialogue.isOver()) {
                output.write(ImapResponses.tagged(tag, withResync(response)));
                dialogue.enter(Phase.Simple.READING);
                endIfDeleted();
                read();
            }
        }, dialogue.actor());
    }

    private StatusResponse withResync(StatusResponse response) {
        OptionalLong from = dialogue.session().enabled().qresync() ? selection.selected().map(SelectedMailbox::resyncFrom).orElse(OptionalLong.empty())
                : OptionalLong.empty();
        if (from.isEmpty()) {
            return response;
        }
        String code = ResponseCodes.highestModSeq(from.getAsLong());
        if (response.condition() == StatusResponse.Condition.OK && response.code().isEmpty()) {
            return response.withCode(code);
        }
        output.write(ImapResponses.untagged(StatusResponse.ok("Some responses are delayed, or were until now").withCode(code)));
        return response;
    }

    /** RFC 2180 section 3.3: a session whose mailbox was deleted by another is ended. */
    void endIfDeleted() {
        if (selection.isDeleted()) {
            end("The selected mailbox was deleted", "mailbox deleted");
        }
    }

    // What happens elsewhere.

    /** A message that is neither octets nor time: of a replica, or for a bystander. */
    void onOther(Object message) {
        if (message instanceof MailboxView view && selection.onView(view)) {
            return;
        }
        boolean known = dialogue.bystanders().stream().anyMatch(each -> each.onMessage(message));
        if (!known && message instanceof MailboxView view) {
            view.taken();                                             // of a mailbox that nobody looks at any more
        }
        if (known) {
            announceNews();
        }
    }

    /** Tells what is new if it may be told now: in IDLE, or between commands if the client has asked for that. */
    private void announceNews() {
        if (dialogue.phase() instanceof Phase.Idling) {
            idle.announce();
        } else if (dialogue.phase() == Phase.Simple.READING) {
            endIfDeleted();
            List<SelectedView.Moment> moments = dialogue.bystanders().stream().flatMap(each -> each.tellsAtOnce().stream()).toList();
            SelectedView.Moment moment = moments.contains(SelectedView.Moment.ANY) ? SelectedView.Moment.ANY : SelectedView.Moment.NO_EXPUNGE;
            if (!moments.isEmpty() && !dialogue.isOver() && selection.hasNews(moment)) {
                announceBetween(moment);
            }
        }
    }

    private void announceBetween(SelectedView.Moment moment) {
        dialogue.enter(Phase.Simple.BUSY);
        selection.announce(moment).whenCompleteAsync((unused, failure) -> {
            if (!dialogue.isOver()) {
                resume();
            }
        }, dialogue.actor());
    }
}
