package org.sterna.protocols.imap;

import java.time.LocalDate;
import java.util.List;

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

    record Larger(long octets) implements SearchKey {
    }

    record Smaller(long octets) implements SearchKey {
    }

    record Numbers(Numbering numbering, SequenceSet set) implements SearchKey {
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
