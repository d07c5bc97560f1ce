package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.StatusResponse;

/** Has the commands about the account, its mailboxes and its searches done by those who know how. For the actor's thread. */
final class AccountCommands {
    /** Those who serve one login. */
    private record Parts(SessionScope scope, FolderCommands folders, QuotaCommands quotas, MetadataCommands metadata,
            SearchCommands searches, SearchContexts contexts, Notifications notifications) { }

    private final Dialogue dialogue;
    private final Selection selection;
    private Optional<Parts> parts = Optional.empty();

    AccountCommands(Dialogue dialogue, Selection selection) {
        this.dialogue = dialogue;
        this.selection = selection;
    }

    private Parts parts() {
        SessionScope scope = dialogue.scope().orElseThrow();
        if (parts.filter(known -> known.scope().equals(scope)).isEmpty()) {
            parts.ifPresent(former -> {
                dialogue.dismiss(former.contexts());
                dialogue.dismiss(former.notifications());
            });
            MailboxStatus statuses = new MailboxStatus(scope, dialogue, selection);
            SearchContexts contexts = new SearchContexts(scope, selection);
            Notifications notifications = new Notifications(scope, dialogue, selection);
            dialogue.bystand(contexts);                              // first: what it tells comes before new messages (RFC 5465 section 5.2)
            dialogue.bystand(notifications);
            parts = Optional.of(new Parts(scope, new FolderCommands(scope, dialogue, selection, statuses), new QuotaCommands(scope),
                    new MetadataCommands(scope),
                    new SearchCommands(scope, dialogue, selection, contexts, new ScannedCandidates()), contexts, notifications));
        }
        return parts.get();
    }

    /**
     * Empty if the command is none of these.
     *
     * @return how the command ends; fails with {@link Refusal}, or as asking and storing fails
     */
    Optional<CompletionStage<StatusResponse>> execute(String tag, ImapCommand command) {
        if (dialogue.scope().isEmpty()) {
            return Optional.empty();
        }
        try {
            return aboutMailboxes(command).or(() -> aboutAccount(command)).or(() -> searching(tag, command));
        } catch (Refusal refusal) {
            return Optional.of(CompletableFuture.failedFuture(refusal));
        }
    }

    private Optional<CompletionStage<StatusResponse>> aboutMailboxes(ImapCommand command) {
        FolderCommands folders = parts().folders();
        if (command instanceof ImapCommand.ListDelimiter) {
            return done(MailboxResponses.listDelimiter(), "LIST");
        }
        if (command instanceof ImapCommand.ListMailboxes list) {
            return Optional.of(folders.list(list));
        }
        if (command instanceof ImapCommand.Lsub lsub) {
            return Optional.of(folders.lsub(lsub));
        }
        if (command instanceof ImapCommand.Status status) {
            return Optional.of(folders.status(status));
        }
        if (command instanceof ImapCommand.Create create) {
            return Optional.of(folders.create(create));
        }
        if (command instanceof ImapCommand.Delete delete) {
            return Optional.of(folders.delete(delete));
        }
        if (command instanceof ImapCommand.Rename rename) {
            return Optional.of(folders.rename(rename));
        }
        if (command instanceof ImapCommand.Subscribe subscribe) {
            return Optional.of(folders.subscribe(subscribe));
        }
        if (command instanceof ImapCommand.Unsubscribe unsubscribe) {
            return Optional.of(folders.unsubscribe(unsubscribe));
        }
        return Optional.empty();
    }

    private Optional<CompletionStage<StatusResponse>> aboutAccount(ImapCommand command) {
        Parts known = parts();
        if (command instanceof ImapCommand.Namespace) {
            return done(MailboxResponses.namespace(), "NAMESPACE");
        }
        if (command instanceof ImapCommand.GetQuota get) {
            return Optional.of(known.quotas().get(get));
        }
        if (command instanceof ImapCommand.GetQuotaRoot get) {
            return Optional.of(known.quotas().getRoot(get, dialogue.session().enabled()));
        }
        if (command instanceof ImapCommand.SetQuota) {
            return Optional.of(CompletableFuture.completedFuture(known.quotas().set()));
        }
        if (command instanceof ImapCommand.GetMetadata get) {
            return Optional.of(known.metadata().get(get, dialogue.session().enabled()));
        }
        if (command instanceof ImapCommand.SetMetadata set) {
            return Optional.of(known.metadata().set(set));
        }
        if (command instanceof ImapCommand.NotifyNone) {
            return Optional.of(known.notifications().none());
        }
        if (command instanceof ImapCommand.NotifySet set) {
            return Optional.of(known.notifications().set(set));
        }
        return Optional.empty();
    }

    private Optional<CompletionStage<StatusResponse>> done(byte[] response, String command) {
        dialogue.output().write(response);
        return Optional.of(CompletableFuture.completedFuture(StatusResponse.ok(command + " completed")));
    }

    private Optional<CompletionStage<StatusResponse>> searching(String tag, ImapCommand command) {
        SearchCommands searches = parts().searches();
        if (command instanceof ImapCommand.Search search) {
            return Optional.of(searches.search(tag, search.request()));
        }
        if (command instanceof ImapCommand.Sort sort) {
            return Optional.of(searches.sort(tag, sort.request()));
        }
        if (command instanceof ImapCommand.Thread thread) {
            return Optional.of(searches.thread(tag, thread.request()));
        }
        if (command instanceof ImapCommand.CancelUpdate cancel) {
            return Optional.of(searches.cancelUpdate(cancel));
        }
        return Optional.empty();
    }
}
