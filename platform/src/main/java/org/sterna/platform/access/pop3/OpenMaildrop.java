package org.sterna.platform.access.pop3;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.MessagePages;
import org.sterna.persistence.mailbox.StoredMessage;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.protocols.pop3.MaildropMessage;
import org.sterna.protocols.pop3.TopLines;

/**
 * The messages one session sees: the mailbox as it was at login, whatever happens to it later. An index is a message number
 * less one.
 */
record OpenMaildrop(MailboxId mailbox, long uidValidity, MessagePages messages) {
    static OpenMaildrop of(MailboxId mailbox, Mailbox state) {
        return new OpenMaildrop(mailbox, state.uidValidity(), state.messages());
    }

    /** What the session is told. UIDVALIDITY and UID together name no second message, ever (RFC 1939 section 7). */
    List<MaildropMessage> listing() {
        return messages.entries().stream()
                .map(entry -> new MaildropMessage(uidValidity + "." + entry.uid(), entry.size()))
                .toList();
    }

    UidSet uids(SortedSet<Integer> indexes) {
        return UidSet.of(indexes.stream().mapToLong(messages::uid));
    }

    /** Finds the message's row and reads the first portion; fails if the store does, or if the row is gone. */
    CompletionStage<OutgoingMessage> read(CassandraMessages store, int index, Optional<TopLines> top) {
        MessageEntry entry = messages.find(messages.uid(index)).orElseThrow();
        return store.read(mailbox, List.of(entry), true).thenCompose(rows -> {
            MessageRow row = rows.stream().filter(each -> each.uid() == entry.uid()).findFirst().orElseThrow(
                    () -> new IllegalStateException("mailbox " + mailbox + " has no row for UID " + entry.uid()));
            StoredMessage message = row.message();
            AssembledContent content = new AssembledContent(message.prefix(), store.octets(row), message.removed().stream()
                    .map(range -> new AssembledContent.Removed(range.start(), range.end()))
                    .toList());
            return OutgoingMessage.begin(content, message.prefix().length, top);
        });
    }
}
