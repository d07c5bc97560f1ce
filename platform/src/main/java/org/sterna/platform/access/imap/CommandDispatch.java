package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.StatusResponse;

/** Has each command done by the one that knows how. For the actor's thread. */
final class CommandDispatch {
    private static final Map<String, String> IDENTITY = Map.of("name", "Sterna");

    private final Dialogue dialogue;
    private final Selection selection;
    private final PacedOutput output;

    CommandDispatch(Dialogue dialogue, Selection selection) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.output = dialogue.output();
    }

    /**
     * Executes a command that the session admits. LOGOUT, IDLE, APPEND and those of login are not among them: they read on, or
     * end the reading.
     *
     * @return how the command ends; fails with {@link Refusal}, or as asking and storing fails
     */
    CompletionStage<StatusResponse> execute(ImapCommand command) {
        if (command instanceof ImapCommand.Capability) {
            output.write(ImapResponses.capability(dialogue.session()));
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
        return inScope(command, dialogue.scope().orElseThrow());
    }

    private static CompletionStage<StatusResponse> done(String command) {
        return CompletableFuture.completedFuture(StatusResponse.ok(command + " completed"));
    }

    private CompletionStage<StatusResponse> inScope(ImapCommand command, SessionScope scope) {
        FolderCommands folders = new FolderCommands(scope, selection);
        if (command instanceof ImapCommand.ListDelimiter) {
            output.write(ImapResponses.listDelimiter());
            return done("LIST");
        }
        if (command instanceof ImapCommand.ListMailboxes list) {
            return folders.list(list);
        }
        if (command instanceof ImapCommand.Lsub lsub) {
            return folders.lsub(lsub);
        }
        if (command instanceof ImapCommand.Status status) {
            return folders.status(status);
        }
        if (command instanceof ImapCommand.Create create) {
            return folders.create(create);
        }
        if (command instanceof ImapCommand.Delete delete) {
            return folders.delete(delete);
        }
        if (command instanceof ImapCommand.Rename rename) {
            return folders.rename(rename);
        }
        if (command instanceof ImapCommand.Subscribe subscribe) {
            return folders.subscribe(subscribe);
        }
        if (command instanceof ImapCommand.Unsubscribe unsubscribe) {
            return folders.unsubscribe(unsubscribe);
        }
        if (command instanceof ImapCommand.Select select) {
            return selection.select(select.mailbox(), ImapSession.Access.READ_WRITE, scope.folders());
        }
        if (command instanceof ImapCommand.Examine examine) {
            return selection.select(examine.mailbox(), ImapSession.Access.READ_ONLY, scope.folders());
        }
        try {
            return inMailbox(command, scope, selection.selected().orElseThrow());
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private CompletionStage<StatusResponse> inMailbox(ImapCommand command, SessionScope scope, SelectedMailbox mailbox) {
        if (command instanceof ImapCommand.Fetch fetch) {
            return new FetchRun(scope, mailbox, fetch).run();
        }
        if (command instanceof ImapCommand.Search search) {
            return new SearchRun(scope, mailbox, search).run();
        }
        if (command instanceof ImapCommand.Store store) {
            return new StoreRun(scope, mailbox, store).run();
        }
        if (command instanceof ImapCommand.Copy copy) {
            return new CopyRun(scope, mailbox, copy.messages(), copy.numbering(), copy.target()).copy();
        }
        if (command instanceof ImapCommand.Move move) {
            return new CopyRun(scope, mailbox, move.messages(), move.numbering(), move.target()).move();
        }
        if (command instanceof ImapCommand.Expunge expunge) {
            return new ExpungeRun(scope, mailbox, expunge.uids()).run().thenApply(unused -> StatusResponse.ok("EXPUNGE completed"));
        }
        if (command instanceof ImapCommand.Close) {
            return close(scope, mailbox);
        }
        if (command instanceof ImapCommand.Unselect) {
            selection.deselect();
            return done("UNSELECT");
        }
        throw new AssertionError(command);
    }

    /** Nothing is told of what is removed (RFC 3501 section 6.4.2). */
    private CompletionStage<StatusResponse> close(SessionScope scope, SelectedMailbox mailbox) {
        CompletionStage<Void> expunged = mailbox.isWritable() ? new ExpungeRun(scope, mailbox, Optional.empty()).run()
                : CompletableFuture.completedFuture(null);
        return expunged.thenApplyAsync(unused -> {
            selection.deselect();
            return StatusResponse.ok("CLOSE completed");
        }, scope.actor());
    }
}
