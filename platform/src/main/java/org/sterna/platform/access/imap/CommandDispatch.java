package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.StatusResponse;

/** Has each command done by the one that knows how. For the actor's thread. */
final class CommandDispatch {
    private final Dialogue dialogue;
    private final Selection selection;
    private final SessionCommands session;
    private final AccountCommands account;

    CommandDispatch(Dialogue dialogue, Selection selection) {
        this.dialogue = dialogue;
        this.selection = selection;
        this.session = new SessionCommands(dialogue, selection);
        this.account = new AccountCommands(dialogue, selection);
    }

    /**
     * Executes a command that the session admits. LOGOUT, IDLE, APPEND, COMPRESS and those of login are not among them: they read
     * on, or change how is read.
     *
     * @return how the command ends; fails with {@link Refusal}, or as asking and storing fails
     */
    CompletionStage<StatusResponse> execute(String tag, ImapCommand command) {
        try {
            Optional<StatusResponse> known = session.execute(command);
            if (known.isPresent()) {
                return CompletableFuture.completedFuture(known.get());
            }
            Optional<CompletionStage<StatusResponse>> ofAccount = account.execute(tag, command);
            return ofAccount.isPresent() ? ofAccount.get() : inScope(tag, command, dialogue.scope().orElseThrow());
        } catch (Refusal refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private CompletionStage<StatusResponse> inScope(String tag, ImapCommand command, SessionScope scope) {
        if (command instanceof ImapCommand.Select select) {
            return selection.select(select.mailbox(), ImapSession.Access.READ_WRITE, select.parameters(), scope.folders());
        }
        if (command instanceof ImapCommand.Examine examine) {
            return selection.select(examine.mailbox(), ImapSession.Access.READ_ONLY, examine.parameters(), scope.folders());
        }
        return inMailbox(command, scope, selection.selected().orElseThrow(), new Progress(scope, tag));
    }

    private CompletionStage<StatusResponse> inMailbox(ImapCommand command, SessionScope scope, SelectedMailbox mailbox, Progress progress) {
        if (command instanceof ImapCommand.Fetch fetch) {
            return new FetchRun(scope, mailbox, fetch, progress).run();
        }
        if (command instanceof ImapCommand.Store store) {
            return new StoreRun(scope, mailbox, store).run();
        }
        if (command instanceof ImapCommand.Copy copy) {
            return new CopyRun(scope, mailbox, copy.messages(), copy.numbering(), copy.target(), progress).copy();
        }
        if (command instanceof ImapCommand.Move move) {
            return new CopyRun(scope, mailbox, move.messages(), move.numbering(), move.target(), progress).move();
        }
        if (command instanceof ImapCommand.Expunge expunge) {
            return new ExpungeRun(scope, mailbox, expunge.uids()).run().thenApplyAsync(gone -> expunged(scope, mailbox, gone), scope.actor());
        }
        if (command instanceof ImapCommand.Close) {
            return close(scope, mailbox);
        }
        if (command instanceof ImapCommand.Unselect) {
            selection.deselect();
            return CompletableFuture.completedFuture(StatusResponse.ok("UNSELECT completed"));
        }
        throw new AssertionError(command);
    }

    /** All that has changed up to this MODSEQ is told before the answer (RFC 7162 sections 3.2.7 and 3.2.9). */
    private static StatusResponse expunged(SessionScope scope, SelectedMailbox mailbox, UidSet gone) {
        StatusResponse done = StatusResponse.ok("EXPUNGE completed");
        return gone.isEmpty() || !scope.enabled().qresync() ? done
                : done.withCode(ResponseCodes.highestModSeq(mailbox.state().highestModSeq()));
    }

    /** Nothing is told of what is removed (RFC 9051 section 6.4.1). */
    private CompletionStage<StatusResponse> close(SessionScope scope, SelectedMailbox mailbox) {
        CompletionStage<UidSet> expunged = mailbox.isWritable() ? new ExpungeRun(scope, mailbox, Optional.empty()).run()
                : CompletableFuture.completedFuture(UidSet.EMPTY);
        return expunged.thenApplyAsync(unused -> {
            selection.deselect();
            return StatusResponse.ok("CLOSE completed");
        }, scope.actor());
    }
}
