package org.sterna.protocols.imap;

import java.util.Set;

/**
 * The options of an extended LIST (RFC 5258 section 3).
 *
 * @param extended false for LIST as RFC 3501 has it
 * @param status asked for with RETURN (STATUS ...) (RFC 5819); empty if it is not
 */
public record ListOptions(boolean extended, Set<Selection> selection, Set<Return> returns, Set<StatusItem> status) {
    public static final ListOptions BASIC = new ListOptions(false, Set.of(), Set.of(), Set.of());

    /** Which names are listed. */
    public enum Selection {
        SUBSCRIBED,
        /** Names on other servers too, of which there are none. */
        REMOTE,
        /** Also names that do not match but have a child that does; only beside SUBSCRIBED or SPECIAL_USE. */
        RECURSIVEMATCH,
        /** RFC 6154 section 5.1. */
        SPECIAL_USE
    }

    /** What is told of each name beyond the usual. */
    public enum Return { SUBSCRIBED, CHILDREN, SPECIAL_USE }

    public ListOptions {
        selection = Set.copyOf(selection);
        returns = Set.copyOf(returns);
        status = Set.copyOf(status);
    }
}
