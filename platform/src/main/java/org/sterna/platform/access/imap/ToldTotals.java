package org.sterna.platform.access.imap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.protocols.imap.Flag;

/**
 * What a client knows of the mailboxes it watches: what it was told last, and what it has done there itself since, of which it is not
 * told (RFC 5465 section 5). For the actor's thread.
 */
final class ToldTotals {
    private final Map<MailboxId, Totals> told = new HashMap<>();

    void putAll(Map<MailboxId, Totals> totals) {
        told.putAll(totals);
    }

    void clear() {
        told.clear();
    }

    Optional<Totals> of(MailboxId mailbox) {
        return Optional.ofNullable(told.get(mailbox));
    }

    /** The session has added messages: one event for each that was not there already. */
    void added(MailboxId mailbox, List<NewMessage> messages, List<Long> uids) {
        Totals before = told.get(mailbox);
        if (before == null) {
            return;
        }
        long next = before.uidNext();
        int more = 0;
        int unseen = 0;
        for (int i = 0; i < uids.size(); i++) {
            if (uids.get(i) >= before.uidNext()) {
                next = Math.max(next, uids.get(i) + 1);
                more++;
                unseen += messages.get(i).flags().contains(Flag.SEEN.name()) ? 0 : 1;
            }
        }
        told.put(mailbox, with(before, next, before.highestModSeq() + more, before.messages() + more, before.unseen() + unseen));
    }

    /** The session has expunged so many messages by this event, unless the client was told of that already. Which of them were seen is not known here. */
    void expunged(MailboxId mailbox, int messages, long event) {
        told.computeIfPresent(mailbox, (id, before) -> event <= before.highestModSeq() ? before
                : with(before, before.uidNext(), event, Math.max(0, before.messages() - messages), before.unseen()));
    }

    private static Totals with(Totals before, long uidNext, long highestModSeq, int messages, int unseen) {
        return new Totals(before.id(), before.uidValidity(), uidNext, highestModSeq, messages, unseen, before.deleted(), before.octets(),
                before.deletedOctets(), before.gone(), before.unswept());
    }

    /** True if the client knows of something later already. */
    boolean isLaterThan(MailboxId mailbox, Totals totals) {
        return of(mailbox).filter(before -> before.highestModSeq() > totals.highestModSeq()).isPresent();
    }

    /** The client is told this now; gives what it knew. */
    Optional<Totals> put(MailboxId mailbox, Totals totals) {
        return Optional.ofNullable(told.put(mailbox, totals));
    }
}
