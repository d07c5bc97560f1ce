package org.sterna.protocols.imap;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands in parentheses behind the items of FETCH.
 *
 * @param changedSince only messages with a greater MODSEQ (RFC 7162 section 3.1.4); 1 or more
 * @param vanished UIDs of messages gone since then are told too (RFC 7162 section 3.2.6); only beside {@code changedSince}
 * @param partial only so many of the messages, counted from the start or the end (RFC 9394 section 3.4)
 */
public record FetchModifiers(OptionalLong changedSince, boolean vanished, Optional<PartialRange> partial) {
    public static final FetchModifiers NONE = new FetchModifiers(OptionalLong.empty(), false, Optional.empty());
}
