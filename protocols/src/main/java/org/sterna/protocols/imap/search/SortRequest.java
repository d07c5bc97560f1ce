package org.sterna.protocols.imap.search;

import java.util.List;

/**
 * SORT and UID SORT (RFC 5256 section 3).
 *
 * @param criteria the most important first, one or more
 */
public record SortRequest(List<SortCriterion> criteria, SearchRequest search) {
    public SortRequest {
        criteria = List.copyOf(criteria);
        if (criteria.isEmpty()) {
            throw new IllegalArgumentException("sort without a criterion");
        }
    }
}
