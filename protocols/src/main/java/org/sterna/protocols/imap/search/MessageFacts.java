package org.sterna.protocols.imap.search;

import java.util.Optional;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.message.SelectedFields;

/**
 * What a search may look at in one message. The numbers cost nothing; the others are empty as long as the caller has not
 * read the summary. One object may stand for one message after the other.
 */
public interface MessageFacts {
    long uid();

    /** The message sequence number; 0 if the mailbox is not selected. */
    long sequence();

    /** Bits, as {@link SearchProgram.Scope#flagBit()} counts them. */
    long flags();

    /** Milliseconds since 1970. */
    long internalDate();

    /** Milliseconds since 1970 (RFC 8514 section 4.2). */
    long saveDate();

    /** RFC822.SIZE. */
    long size();

    /** RFC 7162 section 3.1. */
    long modSeq();

    /** The header fields of the summary, see {@link org.sterna.protocols.message.MessageSummaryCodec#decodeFields}. */
    Optional<SelectedFields> selected();

    /** Present with {@link #selected()}. */
    Optional<ObjectNames> names();

    /** The message's own header section, whole, if the caller has it at hand: what is looked for in its fields is then told without the content. */
    Optional<HeaderFields> header();
}
