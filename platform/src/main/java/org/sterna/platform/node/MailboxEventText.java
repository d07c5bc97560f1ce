package org.sterna.platform.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.Flags;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory.Entry;

/** What has happened to a mailbox, for people and for programs. */
final class MailboxEventText {
    private MailboxEventText() { }

    /**
     * @param keywords those of the mailbox as it is now: they never change their bits
     * @param acting   who acted for the account in a session, where somebody did
     */
    static Map<String, Object> describe(Entry entry, List<String> keywords, Map<SessionId, ActingNames> acting) {
        MailboxEvent event = entry.event();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("modseq", entry.number());
        line.put("at", entry.at());
        line.put("event", name(event));
        line.put("detail", Printable.text(detail(event, keywords)));
        line.put("session", event.by().session().map(SessionId::toString).orElse(""));
        line.put("by", event.by().session().flatMap(id -> Optional.ofNullable(acting.get(id))).flatMap(names -> names.at(event.by().at())).orElse(""));
        return line;
    }

    static String print(Map<String, Object> line) {
        return line.get("modseq") + "  " + line.get("at") + "  " + line.get("event") + "  " + line.get("detail")
                + (line.get("session").equals("") ? "" : "  by session " + line.get("session")) + (line.get("by").equals("") ? "" : " of " + line.get("by"));
    }

    private static String name(MailboxEvent event) {
        if (event instanceof MailboxEvent.MailboxCreated) {
            return "created";
        }
        if (event instanceof MailboxEvent.MessageAdded) {
            return "added";
        }
        if (event instanceof MailboxEvent.FlagsChanged) {
            return "flags changed";
        }
        if (event instanceof MailboxEvent.MessagesExpunged) {
            return "expunged";
        }
        if (event instanceof MailboxEvent.MoveStarted) {
            return "move started";
        }
        if (event instanceof MailboxEvent.MessagesMovedAway) {
            return "moved away";
        }
        if (event instanceof MailboxEvent.MoveAbandoned) {
            return "move ended";
        }
        if (event instanceof MailboxEvent.MessagesSwept) {
            return "swept";
        }
        if (event instanceof MailboxEvent.MailboxDeleted) {
            return "deleted";
        }
        throw new AssertionError(event);
    }

    private static String detail(MailboxEvent event, List<String> keywords) {
        if (event instanceof MailboxEvent.MailboxCreated created) {
            return "UIDVALIDITY " + created.uidValidity() + ", MAILBOXID " + created.id();
        }
        if (event instanceof MailboxEvent.MessageAdded added) {
            return "UID " + added.uid() + ", " + added.size() + " octets" + flags(added.flags(), keywords) + ", EMAILID " + added.ids().emailId()
                    + added.origin().queueId().map(id -> ", delivered as " + id).orElse("")
                    + added.origin().source().map(from -> ", copied from UID " + from.uid() + " of " + from.mailbox()).orElse("");
        }
        if (event instanceof MailboxEvent.FlagsChanged changed) {
            return changed.changes().stream().map(each -> "UID " + each.uids() + " " + names(each.before(), keywords) + " to " + names(each.after(), keywords))
                    .collect(Collectors.joining("; "));
        }
        if (event instanceof MailboxEvent.MessagesExpunged expunged) {
            return "UID " + expunged.uids();
        }
        if (event instanceof MailboxEvent.MoveStarted started) {
            return "UID " + started.uids() + " to " + started.target();
        }
        if (event instanceof MailboxEvent.MessagesMovedAway moved) {
            return "UID " + moved.uids() + " to " + moved.target() + ", the move of " + moved.move();
        }
        if (event instanceof MailboxEvent.MoveAbandoned abandoned) {
            return "nothing left, the move of " + abandoned.move();
        }
        if (event instanceof MailboxEvent.MessagesSwept swept) {
            return "what was expunged up to " + swept.swept().number();
        }
        return "";
    }

    private static String flags(long bits, List<String> keywords) {
        return bits == 0 ? "" : ", flags " + names(bits, keywords);
    }

    private static String names(long bits, List<String> keywords) {
        return "(" + String.join(" ", Flags.names(bits, keywords)) + ")";
    }
}
