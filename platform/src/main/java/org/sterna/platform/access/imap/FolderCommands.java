package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.StatusResponse;

/** The commands that are about mailboxes as a whole (RFC 3501 sections 6.3.3 to 6.3.10). For the actor's thread. */
final class FolderCommands {
    private final SessionScope scope;
    private final Folders folders;
    private final Selection selection;

    FolderCommands(SessionScope scope, Selection selection) {
        this.scope = scope;
        this.folders = scope.folders();
        this.selection = selection;
    }

    CompletionStage<StatusResponse> list(ImapCommand.ListMailboxes list) {
        return folders.account().thenComposeAsync(account -> write("LIST", FolderList.list(account, list.pattern())), scope.actor());
    }

    CompletionStage<StatusResponse> lsub(ImapCommand.Lsub lsub) {
        return folders.account().thenComposeAsync(account -> write("LSUB", FolderList.lsub(account, lsub.pattern())), scope.actor());
    }

    private CompletionStage<StatusResponse> write(String command, List<byte[]> responses) {
        Iterator<byte[]> each = responses.iterator();
        return Repetition.of(scope.actor(), () -> {
            if (!each.hasNext()) {
                return Optional.empty();
            }
            for (int i = 0; i < 500 && each.hasNext(); i++) {
                scope.output().write(each.next());
            }
            return Optional.of(scope.output().room());
        }).thenApply(unused -> completed(command));
    }

    private static StatusResponse completed(String command) {
        return StatusResponse.ok(command + " completed");
    }

    CompletionStage<StatusResponse> status(ImapCommand.Status status) {
        return folders.find(status.mailbox()).thenComposeAsync(folder -> {
            Optional<SelectedMailbox> same = selection.selected(folder);
            CompletionStage<Mailbox> state = same.map(mailbox -> CompletableFuture.completedStage(mailbox.state()))
                    .orElseGet(() -> folders.look(folder));
            return state.thenApplyAsync(known -> {
                long recent = same.map(mailbox -> (long) mailbox.view().recent()).orElseGet(() -> selection.recent(folder, known));
                scope.output().write(FolderList.status(status.mailbox(), status.items(), known, folder.uidValidity(), recent));
                return completed("STATUS");
            }, scope.actor());
        }, scope.actor());
    }

    CompletionStage<StatusResponse> create(ImapCommand.Create create) {
        return folders.create(create.mailbox()).thenApply(unused -> completed("CREATE"));
    }

    CompletionStage<StatusResponse> delete(ImapCommand.Delete delete) {
        return folders.find(delete.mailbox()).thenComposeAsync(folder -> {
            if (selection.selected(folder).isPresent()) {
                selection.deselect();
            }
            return folders.delete(delete.mailbox());
        }, scope.actor()).thenApply(unused -> completed("DELETE"));
    }

    CompletionStage<StatusResponse> rename(ImapCommand.Rename rename) {
        return folders.rename(rename.from(), rename.to()).thenApply(unused -> completed("RENAME"));
    }

    CompletionStage<StatusResponse> subscribe(ImapCommand.Subscribe subscribe) {
        return folders.subscribe(subscribe.mailbox()).thenApply(unused -> completed("SUBSCRIBE"));
    }

    CompletionStage<StatusResponse> unsubscribe(ImapCommand.Unsubscribe unsubscribe) {
        return folders.unsubscribe(unsubscribe.mailbox()).thenApply(unused -> completed("UNSUBSCRIBE"));
    }
}
