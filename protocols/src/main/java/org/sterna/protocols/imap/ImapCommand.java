package org.sterna.protocols.imap;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command of the client, parsed (RFC 3501 section 6 and the extensions named in the package description). */
public sealed interface ImapCommand {
    // Any state

    record Capability() implements ImapCommand {
    }

    record Noop() implements ImapCommand {
    }

    record Logout() implements ImapCommand {
    }

    /** @param parameters what the client says about itself (RFC 2971), octet strings; empty for NIL */
    record Id(Map<String, String> parameters) implements ImapCommand {
        public Id {
            parameters = Map.copyOf(parameters);
        }
    }

    // Not authenticated

    record StartTls() implements ImapCommand {
    }

    /** Unicode text; the password is not shown by {@code toString}. */
    record Login(String user, String password) implements ImapCommand {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /**
     * @param mechanism in capitals
     * @param initialResponse base64 as sent (RFC 4959), {@code =} for an empty one; not shown by {@code toString}
     */
    record Authenticate(String mechanism, Optional<String> initialResponse) implements ImapCommand {
        @Override
        public String toString() {
            return "Authenticate[mechanism=" + mechanism + "]";
        }
    }

    // Authenticated

    record Enable(List<String> capabilities) implements ImapCommand {
        public Enable {
            capabilities = List.copyOf(capabilities);
        }
    }

    record Select(MailboxName mailbox) implements ImapCommand {
    }

    record Examine(MailboxName mailbox) implements ImapCommand {
    }

    record Create(MailboxName mailbox) implements ImapCommand {
    }

    record Delete(MailboxName mailbox) implements ImapCommand {
    }

    record Rename(MailboxName from, MailboxName to) implements ImapCommand {
    }

    record Subscribe(MailboxName mailbox) implements ImapCommand {
    }

    record Unsubscribe(MailboxName mailbox) implements ImapCommand {
    }

    /** LIST of names. The hierarchy delimiter is asked for with {@link ListDelimiter}. */
    record ListMailboxes(ListPattern pattern) implements ImapCommand {
    }

    /** LIST with an empty pattern (RFC 3501 section 6.3.8). */
    record ListDelimiter() implements ImapCommand {
    }

    record Lsub(ListPattern pattern) implements ImapCommand {
    }

    record Namespace() implements ImapCommand {
    }

    record Status(MailboxName mailbox, Set<StatusItem> items) implements ImapCommand {
        public Status {
            items = Set.copyOf(items);
        }
    }

    /** @param size octets of the message literal, which comes on its own way, see {@link ImapFramer} */
    record Append(MailboxName mailbox, Set<Flag> flags, Optional<OffsetDateTime> date, long size) implements ImapCommand {
        public Append {
            flags = Set.copyOf(flags);
        }
    }

    /** Ended by a line {@code DONE} (RFC 2177). */
    record Idle() implements ImapCommand {
    }

    // Selected

    record Check() implements ImapCommand {
    }

    record Close() implements ImapCommand {
    }

    record Unselect() implements ImapCommand {
    }

    /** @param uids with UID EXPUNGE (RFC 4315 section 2.1): only these of the deleted messages */
    record Expunge(Optional<SequenceSet> uids) implements ImapCommand {
    }

    record Search(Numbering numbering, SearchKey key) implements ImapCommand {
    }

    /** @param items each once; UID is among them if the numbering is UID */
    record Fetch(Numbering numbering, SequenceSet messages, List<FetchItem> items) implements ImapCommand {
        public Fetch {
            items = List.copyOf(items);
        }
    }

    /** What STORE does with the flags. */
    enum Change { REPLACE, ADD, REMOVE }

    /** Whether STORE is answered with the new flags. */
    enum Answer { FLAGS, SILENT }

    record Store(Numbering numbering, SequenceSet messages, Change change, Answer answer, Set<Flag> flags)
            implements ImapCommand {
        public Store {
            flags = Set.copyOf(flags);
        }
    }

    record Copy(Numbering numbering, SequenceSet messages, MailboxName target) implements ImapCommand {
    }

    /** RFC 6851. */
    record Move(Numbering numbering, SequenceSet messages, MailboxName target) implements ImapCommand {
    }
}
