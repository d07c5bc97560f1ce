package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.imap.AppendParser;
import org.sterna.protocols.imap.AppendPart;
import org.sterna.protocols.imap.FramerEvent;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.ParsedCommand;
import org.sterna.protocols.imap.StatusResponse;

/**
 * APPEND and REPLACE as the client sees them: their literals are accepted or refused, taken as fast as they are stored, and the
 * command is answered. The messages themselves are an {@link AppendBatch}. For the actor's thread.
 */
final class AppendReader {
    /** Where a command is in its octets. */
    private enum Place {
        /** A literal is announced, and neither accepted nor refused. */
        OFFERED,
        /** More of the command is to come. */
        OPEN,
        /** It was read to its end. */
        ENDED
    }

    private record Appending(String tag, ImapCommand command, AppendParser parser, AppendBatch batch) { }

    private final Dialogue dialogue;
    private final Selection selection;
    private final CommandLoop loop;
    private Optional<Appending> current = Optional.empty();
    private Place place = Place.ENDED;

    AppendReader(Dialogue dialogue, Selection selection, CommandLoop loop) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.loop = loop;
    }

    /** A command announces its first literal that is not to be kept in memory. */
    void onLiteral(FramerEvent.StreamedLiteral literal) {
        AppendParser parser = new AppendParser(dialogue.session().enabled());
        ParsedCommand parsed = parser.begin(literal.start());
        place = Place.OFFERED;
        if (parsed instanceof ParsedCommand.Command command) {
            dialogue.counts().imap(command.command());
            Optional<StatusResponse> refusal = dialogue.session().admit(command.command());
            if (refusal.isPresent()) {
                refuse(command.tag(), refusal.get());
            } else {
                begin(command.tag(), command.command(), parser);
            }
        } else {
            refuse(parsed.tag(), parsed instanceof ParsedCommand.BadCommand wrong ? wrong.response()
                    : StatusResponse.bad("A literal was not expected here"));
        }
    }

    private void refuse(String tag, StatusResponse response) {
        dialogue.framer().refuseLiteral();
        dialogue.recorder().refused("Append", response.text());
        loop.bad(tag, response);
    }

    /** A command that was read as a whole: its messages consist of what URLs name. */
    void complete(String tag, ImapCommand command) {
        place = Place.ENDED;
        begin(tag, command, new AppendParser(dialogue.session().enabled()));
    }

    private void begin(String tag, ImapCommand command, AppendParser parser) {
        SessionScope scope = dialogue.scope().orElseThrow();
        boolean append = command instanceof ImapCommand.Append;
        MailboxName mailbox = append ? ((ImapCommand.Append) command).mailbox() : ((ImapCommand.Replace) command).mailbox();
        List<AppendPart> parts = append ? ((ImapCommand.Append) command).parts() : ((ImapCommand.Replace) command).parts();
        dialogue.enter(Phase.Simple.BUSY);
        scope.folders().target(mailbox).whenCompleteAsync((folder, failure) -> {
            if (dialogue.isOver()) {
                return;
            }
            if (failure != null) {
                skipRest();
                loop.fail(tag, command, failure);
            } else {
                Appending appending = new Appending(tag, command, parser,
                        new AppendBatch(scope, selection, command, folder, dialogue.settings().maxAppendOctets()));
                current = Optional.of(appending);
                work(appending, parts);
            }
        }, dialogue.actor());
    }

    /** Does what a piece of the command says; reads on, or adds the messages if it was the last. */
    private void work(Appending appending, List<AppendPart> parts) {
        dialogue.enter(Phase.Simple.BUSY);
        Iterator<AppendPart> each = parts.iterator();
        Repetition.of(dialogue.actor(), () -> each.hasNext() ? Optional.of(work(appending.batch(), each.next())) : Optional.empty())
                .whenCompleteAsync((unused, failure) -> {
                    if (dialogue.isOver()) {
                        return;
                    }
                    if (failure != null) {
                        fail(appending, failure);
                    } else if (place == Place.ENDED) {
                        current = Optional.empty();
                        loop.whenDone(appending.tag(), appending.command(), appending.batch().add());
                    } else {
                        accept((AppendPart.Octets) parts.get(parts.size() - 1));
                    }
                }, dialogue.actor());
    }

    private static CompletionStage<Void> work(AppendBatch batch, AppendPart part) {
        try {
            if (part instanceof AppendPart.Message message) {
                batch.begin(message);
                return CompletableFuture.completedFuture(null);
            }
            return part instanceof AppendPart.Url url ? batch.takeUrl(url.url())
                    : part instanceof AppendPart.Octets octets ? batch.announce(octets.size()) : batch.end();
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private void accept(AppendPart.Octets octets) {
        dialogue.framer().acceptLiteral();
        place = Place.OPEN;
        if (octets.sending() == FramerEvent.Sending.SYNCHRONIZING) {
            dialogue.output().write(ImapResponses.continuation("send the message"));
        }
        dialogue.enter(Phase.Simple.APPENDING);
        loop.read();
    }

    /** Takes what has arrived; asks for more only when a chunk before it is durable. */
    void takeLiteral() {
        Appending appending = current.orElseThrow();
        while (dialogue.phase() == Phase.Simple.APPENDING) {
            if (dialogue.framer().literalRemaining() == 0) {
                if (!readPiece(appending)) {
                    return;
                }
                continue;
            }
            byte[] octets = dialogue.framer().take(appending.batch().room());
            if (octets.length == 0) {
                if (!loop.awaitMore("by the client in the middle of a message")) {
                    return;
                }
                continue;
            }
            CompletionStage<Void> stored = appending.batch().take(octets);
            if (!stored.toCompletableFuture().isDone() || stored.toCompletableFuture().isCompletedExceptionally()) {
                waitForChunk(appending, stored);
                return;
            }
        }
    }

    private void waitForChunk(Appending appending, CompletionStage<Void> stored) {
        dialogue.enter(Phase.Simple.BUSY);
        stored.whenCompleteAsync((unused, failure) -> {
            if (failure != null && !dialogue.isOver()) {
                fail(appending, failure);
            } else if (!dialogue.isOver()) {
                dialogue.enter(Phase.Simple.APPENDING);
                takeLiteral();
            }
        }, dialogue.actor());
    }

    /** A literal is complete: reads what the command says behind it; false if that has to wait. */
    private boolean readPiece(Appending appending) {
        Optional<FramerEvent> event = dialogue.framer().next();
        if (event.isEmpty()) {
            return loop.awaitMore("by the client in the middle of a command");
        }
        if (event.get() instanceof FramerEvent.NeedContinuation) {
            dialogue.output().write(ImapResponses.continuation("go ahead"));
        } else if (event.get() instanceof FramerEvent.StreamedLiteral literal) {
            place = Place.OFFERED;
            onStep(appending, appending.parser().next(literal.start()));
        } else if (event.get() instanceof FramerEvent.StreamedLiteralEnd end) {
            place = Place.ENDED;
            onStep(appending, appending.parser().end(end.rest()));
        } else {
            place = Place.ENDED;                                      // too long, too big: the framer throws the rest away
            wrong(appending, StatusResponse.bad("The command has too many octets beside its messages").withCode("TOOBIG"));
        }
        return true;
    }

    private void onStep(Appending appending, AppendParser.Step step) {
        if (step instanceof AppendParser.Parts parts) {
            work(appending, parts.parts());
        } else {
            wrong(appending, ((AppendParser.Wrong) step).response());
        }
    }

    private void wrong(Appending appending, StatusResponse response) {
        skipRest();
        discardUnfinished();
        dialogue.enter(Phase.Simple.READING);
        loop.bad(appending.tag(), response);
        loop.read();
    }

    private void fail(Appending appending, Throwable failure) {
        skipRest();
        discardUnfinished();
        loop.fail(appending.tag(), appending.command(), failure);
    }

    private void skipRest() {
        if (place == Place.OFFERED) {
            dialogue.framer().refuseLiteral();
        } else if (place == Place.OPEN) {
            dialogue.framer().abandonLiteral();
        }
        place = Place.ENDED;
    }

    /** Deletes what messages that will not be complete have left in the store. */
    void discardUnfinished() {
        current.ifPresent(appending -> appending.batch().discard());
        current = Optional.empty();
    }
}
