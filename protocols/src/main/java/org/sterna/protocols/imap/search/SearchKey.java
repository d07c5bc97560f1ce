package org.sterna.protocols.imap.search;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.SequenceSet;

/**
 * A search key (RFC 9051 section 6.4.4). Synonyms are already resolved: FROM is a header key, UNSEEN lacks \Seen, NEW is
 * recent and unseen. Texts are Unicode, decoded from the charset of the command.
 */
public sealed interface SearchKey {
    /** Every message. */
    record All() implements SearchKey {
    }

    record HasFlag(Flag flag) implements SearchKey {
    }

    record LacksFlag(Flag flag) implements SearchKey {
    }

    /** How a date compares; times and zones do not count. */
    enum When { BEFORE, ON, SINCE }

    /** By the day on which the message came in. */
    record Received(When when, LocalDate day) implements SearchKey {
    }

    /** By the day in the Date field. */
    record Sent(When when, LocalDate day) implements SearchKey {
    }

    /** By the day on which the message came into this mailbox (RFC 8514 section 4.3). */
    record Saved(When when, LocalDate day) implements SearchKey {
    }

    /** Which side of an age. */
    enum Age { OLDER, YOUNGER }

    /** By the time since the message came in (RFC 5032 section 3). */
    record Within(Age age, Duration interval) implements SearchKey {
    }

    record Larger(long octets) implements SearchKey {
    }

    record Smaller(long octets) implements SearchKey {
    }

    /** MODSEQ: messages that changed at or after it (RFC 7162 section 3.1.5). */
    record ChangedSince(long modSeq) implements SearchKey {
    }

    record Numbers(Numbering numbering, SequenceSet set) implements SearchKey {
    }

    /** {@code $}: the messages of the saved result (RFC 5182 section 2.1). */
    record SavedResult() implements SearchKey {
    }

    /** RFC 8474 section 6. */
    record EmailId(String id) implements SearchKey {
    }

    /** RFC 8474 section 6. */
    record ThreadId(String id) implements SearchKey {
    }

    /** @param text may be empty: then the field only has to be there */
    record Header(String name, String text) implements SearchKey {
    }

    record Body(String text) implements SearchKey {
    }

    /** In header or body. */
    record Text(String text) implements SearchKey {
    }

    record Not(SearchKey key) implements SearchKey {
    }

    record Or(SearchKey first, SearchKey second) implements SearchKey {
    }

    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }
    }
}
