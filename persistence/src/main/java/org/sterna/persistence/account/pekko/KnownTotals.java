package org.sterna.persistence.account.pekko;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.account.pekko.AccountEntity.Used;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Totals;

/**
 * What the mailboxes of one account hold. Each Mailbox entity is asked once and then tells every change, as long as it lives and this account's
 * entity does: nothing is written for it, and nothing is added up twice. Belongs to the entity's actor.
 */
final class KnownTotals {
    /** An answer that has not come after that time was lost, perhaps with its entity. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    /** Whoever asks gives up long before that many others have asked. */
    private static final int MAX_QUESTIONS = 1000;

    /** Asks the entity of a mailbox for its totals, now and whenever they change. */
    interface Watch {
        void begin(MailboxId mailbox);
    }

    private final Watch watch;
    private final Map<MailboxId, Totals> known = new HashMap<>();
    private final Map<MailboxId, Long> asked = new HashMap<>();
    private final Deque<ActorRef<Used>> questions = new ArrayDeque<>();

    KnownTotals(Watch watch) {
        this.watch = watch;
    }

    /** Answers now, or when the last mailbox has told its totals. */
    void ask(Account account, ActorRef<Used> replyTo, long now) {
        questions.add(replyTo);
        if (questions.size() > MAX_QUESTIONS) {
            questions.remove();
        }
        watch(account, mailbox -> true, now);
        answer(account);
    }

    /** Asks the wanted mailboxes of the account whose totals are not known. */
    void watch(Account account, Predicate<MailboxId> wanted, long now) {
        for (Folder folder : account.folders().values()) {
            MailboxId mailbox = folder.mailbox();
            if (wanted.test(mailbox) && !known.containsKey(mailbox) && (!asked.containsKey(mailbox) || now - asked.get(mailbox) > PATIENCE_NANOS)) {
                asked.put(mailbox, now);
                watch.begin(mailbox);
            }
        }
    }

    /** The entity of a mailbox has told its totals. */
    void told(Account account, MailboxId mailbox, Totals totals) {
        asked.remove(mailbox);
        known.put(mailbox, totals);
        answer(account);
    }

    /** The entity of a mailbox has stopped: nobody tells its changes any more. */
    void lost(MailboxId mailbox) {
        known.remove(mailbox);
    }

    void forEach(BiConsumer<MailboxId, Totals> told) {
        known.forEach(told);
    }

    private void answer(Account account) {
        if (questions.isEmpty()) {
            return;
        }
        Optional<QuotaUsage> usage = usage(account);
        usage.ifPresent(each -> {
            questions.forEach(replyTo -> replyTo.tell(new Used(account, each)));
            questions.clear();
        });
    }

    private Optional<QuotaUsage> usage(Account account) {
        Collection<Folder> folders = account.folders().values();
        long octets = 0;
        long messages = 0;
        for (Folder folder : folders) {
            Totals totals = known.get(folder.mailbox());
            if (totals == null) {
                return Optional.empty();
            }
            octets += totals.octets();
            messages += totals.messages();
        }
        return Optional.of(new QuotaUsage(octets, messages, folders.size(), account.annotationOctets()));
    }
}
