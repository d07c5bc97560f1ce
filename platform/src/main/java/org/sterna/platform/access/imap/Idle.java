package org.sterna.platform.access.imap;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;

/** IDLE: everything is told at once (RFC 2177 section 3), as fast as the client takes it. For the actor's thread. */
final class Idle {
    private final Dialogue dialogue;
    private final Selection selection;
    private final CommandLoop loop;
    private CompletionStage<Void> announcing = CompletableFuture.completedFuture(null);

    Idle(Dialogue dialogue, Selection selection, CommandLoop loop) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.loop = loop;
    }

    void begin(String tag, ImapCommand command) {
        dialogue.enter(new Phase.Idling(tag, command));
        dialogue.output().write(ImapResponses.continuation("idling"));
        announce();
    }

    /** Answers when what is being told has been told. */
    void end(Phase.Idling idling, CommandText line) {
        dialogue.enter(Phase.Simple.BUSY);
        StatusResponse answer = line.isDone() ? StatusResponse.ok("IDLE completed") : StatusResponse.bad("IDLE ends with DONE");
        announcing.whenCompleteAsync((unused, failure) -> loop.answer(idling.tag(), idling.command(), answer), dialogue.actor());
    }

    /** At once, unless something is just being told. */
    void whenTold(Runnable work) {
        if (announcing.toCompletableFuture().isDone()) {
            work.run();
        } else {
            announcing.whenCompleteAsync((unused, failure) -> work.run(), dialogue.actor());
        }
    }

    /** Tells what is new, if the session idles and has been told what was new before. */
    void announce() {
        boolean free = announcing.toCompletableFuture().isDone();
        if (dialogue.phase() instanceof Phase.Idling && free) {
            loop.endIfDeleted();
            if (!dialogue.isOver() && selection.hasNews(SelectedView.Moment.ANY)) {
                announcing = selection.announce(SelectedView.Moment.ANY).thenRunAsync(() -> { }, dialogue.actor());
                announcing.whenCompleteAsync((unused, failure) -> announce(), dialogue.actor());
            }
        }
    }
}
