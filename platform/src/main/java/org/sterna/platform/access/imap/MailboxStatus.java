package org.sterna.platform.access.imap;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.StatusItem;
import org.sterna.protocols.imap.StatusValue;

/**
 * What STATUS answers (RFC 9051 section 6.3.11, RFC 7162, RFC 7889, RFC 8438, RFC 8474, RFC 9208). Counts come from the
 * mailbox's entity, which keeps them; nothing of the mailbox is brought here for it. For the actor's thread.
 */
final class MailboxStatus {
    /** Mailboxes asked at the same time by one command. */
    static final int AT_ONCE = 16;

    /** A mailbox to tell of. */
    record Wanted(MailboxName name, Folder folder) { }

    /**
     * One of many.
     *
     * @param before written in front of the status, such as a LIST response; may be empty
     */
    record Asked(byte[] before, Optional<Wanted> mailbox, Set<StatusItem> items) { }

    private final SessionScope scope;
    private final Dialogue dialogue;
    private final Selection selection;

    MailboxStatus(SessionScope scope, Dialogue dialogue, Selection selection) {
        this.scope = scope;
        this.dialogue = dialogue;
        this.selection = selection;
    }

    /** The STATUS response of one mailbox; fails as asking fails. */
    CompletionStage<byte[]> of(Wanted wanted, Set<StatusItem> items) {
        Optional<SelectedMailbox> same = selection.selected(wanted.folder());
        CompletionStage<Totals> totals = same.map(mailbox -> CompletableFuture.completedStage(mailbox.state().totals()))
                .orElseGet(() -> scope.folders().totals(wanted.folder().mailbox()));
        return totals.thenComposeAsync(counted -> recent(wanted.folder(), same, counted, items)
                .thenApply(recent -> print(wanted, items, counted, recent)), scope.actor());
    }

    /** Only a mailbox that may have recent messages is looked into for them. */
    private CompletionStage<Long> recent(Folder folder, Optional<SelectedMailbox> same, Totals totals, Set<StatusItem> items) {
        if (!items.contains(StatusItem.RECENT) || totals.messages() == 0) {
            return CompletableFuture.completedStage(0L);
        }
        if (same.isPresent()) {
            return CompletableFuture.completedStage((long) same.get().view().recent());
        }
        return scope.folders().look(folder).thenApplyAsync(state -> selection.recent(folder, state), scope.actor());
    }

    private byte[] print(Wanted wanted, Set<StatusItem> items, Totals totals, long recent) {
        Map<StatusItem, StatusValue> values = new EnumMap<>(StatusItem.class);
        for (StatusItem item : items) {
            values.put(item, switch (item) {
                case MESSAGES -> new StatusValue.Number(totals.messages());
                case RECENT -> new StatusValue.Number(recent);
                case UIDNEXT -> new StatusValue.Number(totals.uidNext());
                case UIDVALIDITY -> new StatusValue.Number(wanted.folder().uidValidity());
                case UNSEEN -> new StatusValue.Number(totals.unseen());
                case DELETED -> new StatusValue.Number(totals.deleted());
                case SIZE -> new StatusValue.Number(totals.octets());
                case DELETED_STORAGE -> new StatusValue.Number(totals.deletedOctets());
                case HIGHESTMODSEQ -> new StatusValue.Number(Math.max(1, totals.highestModSeq()));
                case MAILBOXID -> new StatusValue.ObjectId(wanted.folder().mailbox().value());
                case APPENDLIMIT -> new StatusValue.Number(dialogue.settings().maxAppendOctets());
            });
        }
        return MailboxResponses.status(wanted.name(), values, enabled());
    }

    private Enabled enabled() {
        return dialogue.session().enabled();
    }

    /**
     * Writes the STATUS responses of many mailboxes, each behind what comes before it; some are asked for at the same time. A
     * mailbox that cannot be asked gets none (RFC 5819 section 2).
     */
    CompletionStage<Void> write(Collection<Asked> mailboxes) {
        Iterator<Asked> each = mailboxes.iterator();
        Deque<Answer> answers = new ArrayDeque<>();
        return Repetition.of(scope.actor(), () -> {
            while (answers.size() < AT_ONCE && each.hasNext()) {
                answers.add(ask(each.next()));
            }
            if (answers.isEmpty()) {
                return Optional.empty();
            }
            Answer first = answers.remove();
            return Optional.of(first.status().thenComposeAsync(status -> {
                scope.output().write(first.before());
                status.ifPresent(scope.output()::write);
                return scope.output().room();
            }, scope.actor()));
        });
    }

    private Answer ask(Asked asked) {
        CompletionStage<Optional<byte[]>> status = asked.mailbox().isEmpty() || asked.items().isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : of(asked.mailbox().get(), asked.items()).thenApply(Optional::of).exceptionally(unreachable -> Optional.empty());
        return new Answer(asked.before(), status);
    }

    private record Answer(byte[] before, CompletionStage<Optional<byte[]>> status) { }
}
