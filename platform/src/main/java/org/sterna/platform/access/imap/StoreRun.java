package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.platform.access.imap.SelectedMailbox.Numbered;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.StatusResponse;

/** One STORE (RFC 3501 section 6.4.6): one event for all its messages, then their new flags unless they are not wanted. */
final class StoreRun {
    private static final int PAGE = 500;

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final ImapCommand.Store store;
    private final List<Numbered> messages;

    StoreRun(SessionScope scope, SelectedMailbox mailbox, ImapCommand.Store store) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.store = store;
        this.messages = mailbox.resolve(store.messages(), store.numbering());
    }

    CompletionStage<StatusResponse> run() {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(done());
        }
        UidSet uids = UidSet.of(messages.stream().mapToLong(message -> message.entry().uid()));
        Set<String> flags = store.flags().stream().map(Flag::name).collect(Collectors.toSet());
        MailboxCommand.FlagMode mode = switch (store.change()) {
            case REPLACE -> MailboxCommand.FlagMode.REPLACE;
            case ADD -> MailboxCommand.FlagMode.ADD;
            case REMOVE -> MailboxCommand.FlagMode.REMOVE;
        };
        Mailbox before = mailbox.state();
        return scope.folders().ask(mailbox.folder(), new MailboxCommand.StoreFlags(uids, mode, flags, Optional.empty()))
                .thenComposeAsync(answer -> {
                    UidSet changed = ((Verdict.Changed) answer).changed();
                    return mailbox.until(state -> changed.stream().allMatch(uid -> isNew(uid, before, state)));
                }, scope.actor()).thenComposeAsync(unused -> answer(), scope.actor()).thenApply(unused -> done());
    }

    private static StatusResponse done() {
        return StatusResponse.ok("STORE completed");
    }

    private static boolean isNew(long uid, Mailbox before, Mailbox now) {
        return now.messages().find(uid).map(entry -> entry.modSeq() > before.events()).orElse(true);
    }

    private CompletionStage<Void> answer() {
        boolean silent = store.answer() == ImapCommand.Answer.SILENT;
        Iterator<Numbered> each = messages.iterator();
        return Repetition.of(scope.actor(), () -> {
            if (!each.hasNext()) {
                return Optional.empty();
            }
            for (int i = 0; i < PAGE && each.hasNext(); i++) {
                Numbered message = each.next();
                mailbox.view().flagsAnnounced(message.entry().uid());
                if (!silent) {
                    mailbox.find(message.entry().uid()).ifPresent(entry -> scope.output().write(
                            mailbox.flagsResponse(message.sequence(), entry, store.numbering() == Numbering.UID)));
                }
            }
            return Optional.of(scope.output().room());
        });
    }
}
