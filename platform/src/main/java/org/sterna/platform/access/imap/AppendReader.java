package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapParser;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.imap.StatusResponse;

/**
 * APPEND as the client sees it: its literal is accepted or refused, taken as fast as it is stored, and answered. The message
 * itself is an {@link AppendIntake}. For the actor's thread.
 */
final class AppendReader {
    private final Dialogue dialogue;
    private final Selection selection;
    private final CommandLoop loop;
    private Optional<AppendIntake> unfinished = Optional.empty();

    AppendReader(Dialogue dialogue, Selection selection, CommandLoop loop) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.loop = loop;
    }

    /** A command announces a literal that is not to be kept in memory. */
    void onLiteral(FramerEvent.StreamedLiteral literal) {
        ParsedCommand parsed = ImapParser.parseAppend(literal.start());
        if (parsed instanceof ParsedCommand.Command command && command.command() instanceof ImapCommand.Append append) {
            Optional<StatusResponse> refusal = dialogue.session().admit(append).or(() -> refuseSize(append.size()));
            if (refusal.isPresent()) {
                refuseLiteral(command.tag(), refusal.get());
            } else {
                dialogue.enter(Phase.Simple.BUSY);
                begin(command.tag(), append, literal.sending());
            }
        } else {
            refuseLiteral(parsed.tag(), parsed instanceof ParsedCommand.BadCommand wrong ? wrong.response()
                    : StatusResponse.bad("A literal was not expected here"));
        }
    }

    private Optional<StatusResponse> refuseSize(long octets) {
        long most = dialogue.settings().maxAppendOctets();
        return octets > most ? Optional.of(StatusResponse.no("A message has at most " + most + " octets").withCode("TOOBIG"))
                : octets == 0 ? Optional.of(StatusResponse.no("A message has at least one octet")) : Optional.empty();
    }

    private void refuseLiteral(String tag, StatusResponse response) {
        dialogue.framer().refuseLiteral();
        dialogue.recorder().refused("Append", response.text());
        dialogue.output().write(ImapResponses.tagged(tag, response));
    }

    private void begin(String tag, ImapCommand.Append append, FramerEvent.Sending sending) {
        SessionScope scope = dialogue.scope().orElseThrow();
        scope.folders().target(append.mailbox()).whenCompleteAsync((folder, failure) -> {
            if (dialogue.isOver()) {
                return;
            }
            if (failure != null) {
                dialogue.framer().refuseLiteral();
                loop.fail(tag, append, failure);
                return;
            }
            dialogue.framer().acceptLiteral();
            if (sending == FramerEvent.Sending.SYNCHRONIZING) {
                dialogue.output().write(ImapResponses.continuation("send the message"));
            }
            AppendIntake intake = new AppendIntake(scope, folder, append);
            unfinished = Optional.of(intake);
            dialogue.enter(new Phase.Appending(tag, append, intake));
            loop.read();
        }, dialogue.actor());
    }

    /** Takes what has arrived of the message; asks for more only when a chunk before it is durable. */
    void takeLiteral(Phase.Appending appending) {
        while (dialogue.phase() == appending) {
            if (dialogue.framer().literalRemaining() == 0) {
                end(appending);
                return;
            }
            byte[] octets = dialogue.framer().take(appending.intake().room());
            if (octets.length == 0) {
                loop.awaitMore("by the client in the middle of a message");
                return;
            }
            CompletionStage<Void> stored = appending.intake().take(octets);
            if (!stored.toCompletableFuture().isDone() || stored.toCompletableFuture().isCompletedExceptionally()) {
                waitForChunk(appending, stored);
                return;
            }
        }
    }

    private void waitForChunk(Phase.Appending appending, CompletionStage<Void> stored) {
        dialogue.enter(Phase.Simple.BUSY);
        stored.whenCompleteAsync((unused, failure) -> {
            if (failure != null && !dialogue.isOver()) {
                discardUnfinished();
                if (dialogue.framer().literalRemaining() > 0) {
                    dialogue.framer().abandonLiteral();
                }
                loop.fail(appending.tag(), appending.command(), failure);
            } else if (!dialogue.isOver()) {
                dialogue.enter(appending);
                takeLiteral(appending);
            }
        }, dialogue.actor());
    }

    /** Deletes what a message that will not be complete has left in the store. */
    void discardUnfinished() {
        unfinished.ifPresent(AppendIntake::discard);
        unfinished = Optional.empty();
    }

    /** The literal is complete; its command ends with its line. */
    private void end(Phase.Appending appending) {
        Optional<FramerEvent> event = dialogue.framer().next();
        if (event.isEmpty()) {
            loop.awaitMore("by the client in the middle of a command");
        } else if (event.get() instanceof FramerEvent.StreamedLiteralEnd end && end.rest().octets().length == 0) {
            dialogue.enter(Phase.Simple.BUSY);
            unfinished = Optional.empty();
            loop.whenDone(appending.tag(), appending.command(), add(appending.intake()));
        } else {
            dialogue.enter(Phase.Simple.READING);
            discardUnfinished();
            dialogue.output().write(ImapResponses.tagged(appending.tag(),
                    StatusResponse.bad("APPEND takes one message and nothing behind it")));
            loop.read();
        }
    }

    private CompletionStage<StatusResponse> add(AppendIntake intake) {
        return intake.finish().thenComposeAsync(added -> {
            long uid = added.uids().get(0);
            CompletionStage<Void> seen = selection.selected(intake.folder())
                    .map(mailbox -> mailbox.until(state -> state.uidNext() > uid)).orElseGet(() -> CompletableFuture.completedFuture(null));
            return seen.thenApply(unused -> StatusResponse.ok("APPEND completed")
                    .withCode(ImapResponses.appendUid(added.uidValidity(), uid)));
        }, dialogue.actor());
    }
}
