package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.MailboxResponses.ListEntry;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.StatusResponse;

/** The commands that are about mailboxes as a whole (RFC 9051 sections 6.3.4 to 6.3.11). For the actor's thread. */
final class FolderCommands {
    /** Names matched, or responses written, in one message of the actor. */
    private static final int PAGE = 100;

    private final SessionScope scope;
    private final Folders folders;
    private final Dialogue dialogue;
    private final Selection selection;
    private final MailboxStatus statuses;

    FolderCommands(SessionScope scope, Dialogue dialogue, Selection selection, MailboxStatus statuses) {
        this.scope = scope;
        this.folders = scope.folders();
        this.dialogue = dialogue;
        this.selection = selection;
        this.statuses = statuses;
    }

    private static StatusResponse completed(String command) {
        return StatusResponse.ok(command + " completed");
    }

    private Enabled enabled() {
        return dialogue.session().enabled();
    }

    // LIST and LSUB.

    CompletionStage<StatusResponse> list(ImapCommand.ListMailboxes list) {
        return folders.account().thenComposeAsync(account -> {
            FolderList names = new FolderList(account, list.patterns(), list.options());
            return Repetition.of(scope.actor(), () -> {
                if (names.isDone()) {
                    return Optional.empty();
                }
                names.advance(PAGE);
                return Optional.of(scope.output().room());
            }).thenComposeAsync(unused -> write(names.lines(), list), scope.actor());
        }, scope.actor()).thenApply(unused -> completed("LIST"));
    }

    private CompletionStage<Void> write(List<FolderList.Line> lines, ImapCommand.ListMailboxes list) {
        List<MailboxStatus.Asked> asked = new ArrayList<>(lines.size());
        for (FolderList.Line line : lines) {
            asked.add(new MailboxStatus.Asked(MailboxResponses.list(line.entry(), enabled()),
                    line.folder().map(folder -> new MailboxStatus.Wanted(line.entry().name(), folder)), list.options().status()));
        }
        return statuses.write(asked);
    }

    CompletionStage<StatusResponse> lsub(ImapCommand.Lsub lsub) {
        return folders.account().thenComposeAsync(account -> {
            SubscriptionList names = new SubscriptionList(account, lsub.pattern());
            return Repetition.of(scope.actor(), () -> {
                if (names.isDone()) {
                    return Optional.empty();
                }
                names.advance(PAGE);
                return Optional.of(scope.output().room());
            }).thenComposeAsync(unused -> {
                List<MailboxStatus.Asked> asked = new ArrayList<>();
                names.lines().forEach((name, attributes) -> asked.add(new MailboxStatus.Asked(
                        MailboxResponses.lsub(attributes, name, enabled()), Optional.empty(), Set.of())));
                return statuses.write(asked);
            }, scope.actor());
        }, scope.actor()).thenApply(unused -> completed("LSUB"));
    }

    // STATUS.

    CompletionStage<StatusResponse> status(ImapCommand.Status status) {
        return folders.find(status.mailbox())
                .thenComposeAsync(folder -> statuses.of(new MailboxStatus.Wanted(status.mailbox(), folder), status.items()), scope.actor())
                .thenApplyAsync(response -> {
                    scope.output().write(response);
                    return completed("STATUS");
                }, scope.actor());
    }

    // What changes the tree.

    CompletionStage<StatusResponse> create(ImapCommand.Create create) {
        Set<SpecialUse> uses = EnumSet.noneOf(SpecialUse.class);
        for (String attribute : create.uses()) {
            uses.add(SpecialUse.of(attribute)
                    .orElseThrow(() -> Refusal.no("USEATTR", "Not a special use that is offered here")));     // RFC 6154 section 3
        }
        return folders.create(create.mailbox(), uses).thenComposeAsync(folder -> tellNormal(create.mailbox(), create.mailbox())
                .thenApply(unused -> completed("CREATE").withCode("MAILBOXID (" + folder.mailbox().value() + ")")),     // RFC 8474 section 4.1
                scope.actor());
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
        return folders.rename(rename.from(), rename.to()).thenComposeAsync(unused -> tellNormal(rename.from(), rename.to()), scope.actor())
                .thenApply(unused -> completed("RENAME"));
    }

    /** RFC 9051 section 6.3.9.7: which name came out of one that was not in normal form. */
    private CompletionStage<Void> tellNormal(MailboxName supplied, MailboxName wanted) {
        MailboxName made = Folders.normal(wanted);
        boolean same = made.equals(wanted) && Folders.normal(supplied).equals(supplied);
        if (same || !enabled().rev2()) {
            return CompletableFuture.completedFuture(null);
        }
        return folders.account().thenAcceptAsync(account -> scope.output().write(
                MailboxResponses.list(new ListEntry(attributes(account, made), made, Optional.of(supplied), List.of()), enabled())), scope.actor());
    }

    private static List<String> attributes(Account account, MailboxName name) {
        return FolderList.attributes(account, name.value(), true);
    }

    CompletionStage<StatusResponse> subscribe(ImapCommand.Subscribe subscribe) {
        return folders.subscribe(subscribe.mailbox()).thenApply(unused -> completed("SUBSCRIBE"));
    }

    CompletionStage<StatusResponse> unsubscribe(ImapCommand.Unsubscribe unsubscribe) {
        return folders.unsubscribe(unsubscribe.mailbox()).thenApply(unused -> completed("UNSUBSCRIBE"));
    }
}
