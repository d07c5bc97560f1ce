package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;

/** Reads one command after the other, has it done and answers it. For the actor's thread. */
final class CommandLoop {
    /** Before it has logged in, a client may be wrong this often. */
    private static final int MAX_BAD_COMMANDS = 10;

    private final Dialogue dialogue;
    private final PacedOutput output;
    private final Login login;
    private final Selection selection;
    private final Idle idle;
    private final AppendReader appends;
    private final CommandDispatch dispatch;
    private boolean peerFinished;
    private int badCommands;

    CommandLoop(Dialogue dialogue, Patience patience, RecentMarks recentMarks) {
        this.dialogue = dialogue;
        this.output = dialogue.output();
        this.login = new Login(dialogue, patience, this);
        this.selection = new Selection(dialogue, recentMarks);
        this.idle = new Idle(dialogue, selection, this);
        this.appends = new AppendReader(dialogue, selection, this);
        this.dispatch = new CommandDispatch(dialogue, selection);
    }

    // Beginning and ending.

    void greet() {
        output.write(ImapResponses.greeting(dialogue.session(), dialogue.services().hostName() + " ready"));
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

    private void hangUp(String reason) {
        appends.discardUnfinished();
        dialogue.finish(reason);
    }

    /** The actor stops: leaves nothing behind. */
    void onStopped() {
        appends.discardUnfinished();
        selection.detach();
    }

    // Reading.

    /** Works on what has arrived, until it waits for something. */
    void read() {
        while (isReading()) {
            Optional<FramerEvent> event = dialogue.framer().next();
            if (event.isPresent()) {
                on(event.get());
            } else {
                awaitMore("by the client without LOGOUT");
                return;
            }
        }
        if (dialogue.phase() instanceof Phase.Appending appending) {
            appends.takeLiteral(appending);
        }
    }

    private boolean isReading() {
        Phase phase = dialogue.phase();
        return phase == Phase.Simple.READING || phase instanceof Phase.Authenticating || phase instanceof Phase.Idling;
    }

    /** Asks for more octets; hangs up for the given reason if none will come. */
    void awaitMore(String reason) {
        if (peerFinished) {
            hangUp(reason);
        } else {
            dialogue.pull();
        }
    }

    private void on(FramerEvent event) {
        if (event instanceof FramerEvent.Complete complete) {
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
            ParsedCommand parsed = ImapParser.parse(line);
            if (parsed instanceof ParsedCommand.BadCommand wrong) {
                bad(wrong.tag(), wrong.response());
            } else if (parsed instanceof ParsedCommand.Command command) {
                onCommand(command.tag(), command.command());
            }
        }
    }

    private void onCommand(String tag, ImapCommand command) {
        Optional<StatusResponse> refusal = dialogue.session().admit(command);
        if (refusal.isPresent()) {
            dialogue.recorder().refused(command.getClass().getSimpleName(), refusal.get().text());
            bad(tag, refusal.get());
            return;
        }
        if (command instanceof ImapCommand.Logout) {
            logout(tag);
        } else if (command instanceof ImapCommand.StartTls) {
            login.startTls(tag);
        } else if (command instanceof ImapCommand.Authenticate authenticate) {
            login.authenticate(tag, authenticate);
        } else if (command instanceof ImapCommand.Login plain) {
            login.check(tag, plain.user(), plain.password());
        } else if (command instanceof ImapCommand.Idle) {
            idle.begin(tag, command);
        } else {
            dialogue.enter(Phase.Simple.BUSY);
            whenDone(tag, command, dispatch.execute(command));
        }
    }

    private void logout(String tag) {
        output.write(ImapResponses.untagged(StatusResponse.bye("Logging out")));
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("LOGOUT completed")));
        hangUp("LOGOUT");
    }

    // Answering.

    /** Answers a command that was not understood. Whoever sends too many before login is no mail client. */
    void bad(String tag, StatusResponse response) {
        output.write(ImapResponses.tagged(tag, response));
        if (dialogue.scope().isEmpty() && ++badCommands >= MAX_BAD_COMMANDS) {
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
        selection.announce(SelectedView.during(command)).whenCompleteAsync((unused, failure) -> {
            if (!dialogue.isOver()) {
                output.write(ImapResponses.tagged(tag, response));
                dialogue.enter(Phase.Simple.READING);
                endIfDeleted();
                read();
            }
        }, dialogue.actor());
    }

    /** RFC 2180 section 3.3: a session whose mailbox was deleted by another is ended. */
    void endIfDeleted() {
        if (selection.isDeleted()) {
            end("The selected mailbox was deleted", "mailbox deleted");
        }
    }

    void onView(MailboxView update) {
        if (selection.onView(update)) {
            idle.announce();
        }
    }
}
