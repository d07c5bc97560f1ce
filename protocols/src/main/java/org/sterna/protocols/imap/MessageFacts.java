package org.sterna.protocols.imap;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.MessageSummary;

/**
 * What a search may look at in one message. The first five cost nothing; the others are empty as long as the caller has
 * not read them.
 */
public interface MessageFacts {
    long uid();

    long sequence();

    /** With {@link Flag#RECENT} if it is recent in this session. */
    Set<Flag> flags();

    /** In the zone whose days BEFORE, ON and SINCE are to mean. */
    OffsetDateTime internalDate();

    /** RFC822.SIZE. */
    long size();

    Optional<MessageSummary> summary();

    /** The whole header section. */
    Optional<HeaderFields> header();

    /** Unicode text of the body, see {@link org.sterna.protocols.message.MessageText#body}. */
    Optional<String> bodyText();
}
