package org.sterna.platform.access.imap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.NotifyEvent;
import org.sterna.protocols.imap.StatusItem;
import org.sterna.protocols.imap.StatusValue;

/** The STATUS responses of NOTIFY: what has happened in a mailbox that is not selected (RFC 5465 sections 5.1 to 5.3). */
final class NotifiedStatus {
    private NotifiedStatus() { }

    /** What is told of a watched mailbox at first (RFC 5465 section 3.1). */
    static byte[] first(FolderFilter.Named named, Set<NotifyEvent> events, Totals now, Enabled enabled) {
        Map<StatusItem, StatusValue> values = new LinkedHashMap<>();
        values.put(StatusItem.UIDVALIDITY, new StatusValue.Number(named.folder().uidValidity()));
        values.put(StatusItem.UIDNEXT, new StatusValue.Number(now.uidNext()));
        values.put(StatusItem.MESSAGES, new StatusValue.Number(now.messages()));
        if (events.contains(NotifyEvent.FLAG_CHANGE)) {
            values.put(StatusItem.UNSEEN, new StatusValue.Number(now.unseen()));
            values.put(StatusItem.HIGHESTMODSEQ, new StatusValue.Number(Math.max(1, now.highestModSeq())));
        }
        return MailboxResponses.status(named.name(), values, enabled);
    }

    /**
     * The response to a change.
     *
     * @param before what was told last; empty of a mailbox that is new
     * @return empty if nothing has changed that the client wants to hear of
     */
    static Optional<byte[]> of(FolderFilter.Named named, Set<NotifyEvent> events, Optional<Totals> before, Totals now, Enabled enabled) {
        boolean messages = events.contains(NotifyEvent.MESSAGE_NEW)
                && before.map(old -> old.messages() != now.messages() || old.uidNext() != now.uidNext()).orElse(now.uidNext() > 1);
        boolean flags = events.contains(NotifyEvent.FLAG_CHANGE);
        boolean unseen = flags && before.map(old -> old.unseen() != now.unseen()).orElse(now.unseen() > 0);
        boolean modSeq = flags && enabled.condstore() && before.map(old -> old.highestModSeq() != now.highestModSeq()).orElse(now.uidNext() > 1);
        if (!messages && !unseen && !modSeq) {
            return Optional.empty();
        }
        Map<StatusItem, StatusValue> values = new LinkedHashMap<>();
        values.put(StatusItem.UIDVALIDITY, new StatusValue.Number(named.folder().uidValidity()));
        if (messages) {
            values.put(StatusItem.UIDNEXT, new StatusValue.Number(now.uidNext()));
            values.put(StatusItem.MESSAGES, new StatusValue.Number(now.messages()));
        }
        if (unseen) {
            values.put(StatusItem.UNSEEN, new StatusValue.Number(now.unseen()));
        }
        if (enabled.condstore()) {
            values.put(StatusItem.HIGHESTMODSEQ, new StatusValue.Number(Math.max(1, now.highestModSeq())));
        }
        return Optional.of(MailboxResponses.status(named.name(), values, enabled));
    }
}
