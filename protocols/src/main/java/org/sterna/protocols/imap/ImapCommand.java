package org.sterna.protocols.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sterna.protocols.imap.search.SearchRequest;
import org.sterna.protocols.imap.search.SortRequest;
import org.sterna.protocols.imap.search.ThreadRequest;

/** A command of the client, parsed (RFC 9051 section 6, RFC 3501 section 6 and the extensions of {@link Extension}). */
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

    /**
     * In which language texts for people are to be (RFC 5255 section 3.2).
     *
     * @param ranges language ranges in the client's order of liking; empty to ask which there are
     */
    record Language(List<String> ranges) implements ImapCommand {
        public Language {
            ranges = List.copyOf(ranges);
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

    /** @param capabilities in capitals, known or not */
    record Enable(List<String> capabilities) implements ImapCommand {
        public Enable {
            capabilities = List.copyOf(capabilities);
        }
    }

    /** The session starts again at the login (RFC 8437). */
    record Unauthenticate() implements ImapCommand {
    }

    /** Everything behind the tagged OK is compressed with DEFLATE (RFC 4978). */
    record Compress() implements ImapCommand {
    }

    /**
     * How texts are to be compared (RFC 5255 section 4.7).
     *
     * @param orders collations in the client's order of liking; empty to ask which is in use
     */
    record Comparator(List<String> orders) implements ImapCommand {
        public Comparator {
            orders = List.copyOf(orders);
        }
    }

    record Select(MailboxName mailbox, SelectParameters parameters) implements ImapCommand {
    }

    record Examine(MailboxName mailbox, SelectParameters parameters) implements ImapCommand {
    }

    /** @param uses what the mailbox is for (RFC 6154 section 3): attributes as the client wrote them, known or not */
    record Create(MailboxName mailbox, List<String> uses) implements ImapCommand {
        public Create {
            uses = List.copyOf(uses);
        }
    }

    record Delete(MailboxName mailbox) implements ImapCommand {
    }

    record Rename(MailboxName from, MailboxName to) implements ImapCommand {
    }

    record Subscribe(MailboxName mailbox) implements ImapCommand {
    }

    record Unsubscribe(MailboxName mailbox) implements ImapCommand {
    }

    /**
     * LIST of names. The hierarchy delimiter is asked for with {@link ListDelimiter}.
     *
     * @param patterns one or more; a mailbox that several match is listed once
     */
    record ListMailboxes(List<ListPattern> patterns, ListOptions options) implements ImapCommand {
        public ListMailboxes {
            patterns = List.copyOf(patterns);
        }
    }

    /** LIST with an empty pattern (RFC 9051 section 6.3.9). */
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

    /**
     * One message or several (RFC 9051 section 6.3.12, RFC 3502).
     *
     * @param parts as far as they were read when the command was: to its end, or to the first literal that is streamed, see
     *     {@link AppendParser}
     */
    record Append(MailboxName mailbox, List<AppendPart> parts) implements ImapCommand {
        public Append {
            parts = List.copyOf(parts);
        }
    }

    /** Ended by a line {@code DONE} (RFC 2177). */
    record Idle() implements ImapCommand {
    }

    /** @param root an octet string (RFC 9208 section 4.1.1) */
    record GetQuota(String root) implements ImapCommand {
    }

    record GetQuotaRoot(MailboxName mailbox) implements ImapCommand {
    }

    /** @param limits by resource, its name in capitals; in the units of the resource (RFC 9208 section 5) */
    record SetQuota(String root, Map<String, Long> limits) implements ImapCommand {
        public SetQuota {
            limits = Map.copyOf(limits);
        }
    }

    /** How far below an entry GETMETADATA looks (RFC 5464 section 4.2.2). */
    enum Depth { ZERO, ONE, INFINITY }

    /**
     * @param mailbox empty for the annotations of the server
     * @param entries names in lower case (RFC 5464 section 3: case does not count), one or more
     * @param maxSize octets up to which a value is sent
     */
    record GetMetadata(Optional<MailboxName> mailbox, List<String> entries, OptionalLong maxSize, Depth depth)
            implements ImapCommand {
        public GetMetadata {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One annotation to set.
     *
     * @param name in lower case
     * @param value an octet string; empty for NIL, which removes it
     */
    record MetadataEntry(String name, Optional<String> value) {
    }

    /** @param mailbox empty for the annotations of the server */
    record SetMetadata(Optional<MailboxName> mailbox, List<MetadataEntry> entries) implements ImapCommand {
        public SetMetadata {
            entries = List.copyOf(entries);
        }
    }

    /** NOTIFY NONE: nothing is told unasked any more (RFC 5465 section 3). */
    record NotifyNone() implements ImapCommand {
    }

    /** @param status whether STATUS of the mailboxes is sent first */
    record NotifySet(boolean status, List<NotifyGroup> groups) implements ImapCommand {
        public NotifySet {
            groups = List.copyOf(groups);
        }
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

    /** SEARCH, UID SEARCH, and ESEARCH of RFC 7377, which needs no selected mailbox. */
    record Search(SearchRequest request) implements ImapCommand {
    }

    record Sort(SortRequest request) implements ImapCommand {
    }

    record Thread(ThreadRequest request) implements ImapCommand {
    }

    /** @param tags of the searches whose updates are to end (RFC 5267 section 4.3.5) */
    record CancelUpdate(List<String> tags) implements ImapCommand {
        public CancelUpdate {
            tags = List.copyOf(tags);
        }
    }

    /** @param items each once; UID is among them if the numbering is UID */
    record Fetch(Numbering numbering, SequenceSet messages, List<FetchItem> items, FetchModifiers modifiers)
            implements ImapCommand {
        public Fetch {
            items = List.copyOf(items);
        }
    }

    /** What STORE does with the flags. */
    enum Change { REPLACE, ADD, REMOVE }

    /** Whether STORE is answered with the new flags. */
    enum Answer { FLAGS, SILENT }

    /** @param unchangedSince messages changed after this MODSEQ are left as they are (RFC 7162 section 3.1.3); 0 or more */
    record Store(Numbering numbering, SequenceSet messages, OptionalLong unchangedSince, Change change, Answer answer,
            Set<Flag> flags) implements ImapCommand {
        public Store {
            flags = Set.copyOf(flags);
        }
    }

    record Copy(Numbering numbering, SequenceSet messages, MailboxName target) implements ImapCommand {
    }

    /** RFC 6851. */
    record Move(Numbering numbering, SequenceSet messages, MailboxName target) implements ImapCommand {
    }

    /**
     * A message takes the place of another (RFC 8508).
     *
     * @param message one number or {@code *}
     * @param parts as with {@link Append}; one message
     */
    record Replace(Numbering numbering, SequenceSet message, MailboxName mailbox, List<AppendPart> parts)
            implements ImapCommand {
        public Replace {
            parts = List.copyOf(parts);
        }
    }
}
