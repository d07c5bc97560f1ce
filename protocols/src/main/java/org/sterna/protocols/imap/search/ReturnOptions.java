package org.sterna.protocols.imap.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.PartialRange;

/**
 * What {@code RETURN (...)} asks for (RFC 4731 section 3.1, RFC 5182, RFC 5267 section 4, RFC 9394).
 *
 * @param items       ALL is in it if nothing else says what to answer (RFC 4731 section 3.1: an empty list means ALL)
 * @param partial     never together with ALL (RFC 5267 section 4.4)
 * @param updateItems what to tell of messages that UPDATE adds (RFC 5465 section 8)
 */
public record ReturnOptions(Set<Item> items, Optional<PartialRange> partial, List<FetchItem> updateItems) {
    /** The options without arguments. */
    public enum Item {
        MIN, MAX, ALL, COUNT,
        /** The result becomes what {@code $} means. */
        SAVE,
        /** A hint, which changes nothing (RFC 5267 section 4.2). */
        CONTEXT,
        /** Changes of the result are to be told (RFC 5267 section 4.3). */
        UPDATE
    }

    /** {@code RETURN ()}. */
    public static final ReturnOptions ALL = new ReturnOptions(Set.of(Item.ALL), Optional.empty(), List.of());

    public ReturnOptions {
        items = Set.copyOf(items);
        updateItems = List.copyOf(updateItems);
    }

    public boolean has(Item item) {
        return items.contains(item);
    }

    /** False if SAVE stands alone: then no ESEARCH response is sent (RFC 5182 section 2.1). */
    public boolean answers() {
        return partial.isPresent() || has(Item.MIN) || has(Item.MAX) || has(Item.ALL) || has(Item.COUNT);
    }

    /**
     * What {@code $} becomes by SAVE: with MIN or MAX and neither ALL nor COUNT those messages only (RFC 5182 section 2.4),
     * and likewise those of PARTIAL (RFC 9394).
     *
     * @param found UIDs in ascending order
     */
    public NumberList saved(NumberList found) {
        boolean some = (partial.isPresent() || has(Item.MIN) || has(Item.MAX)) && !has(Item.ALL) && !has(Item.COUNT);
        if (!some || found.isEmpty()) {
            return found;
        }
        NumberList slice = partial.map(range -> found.slice(range.from(found.count()), range.to(found.count())))
                .orElse(NumberList.EMPTY);
        NumberList.Builder saved = NumberList.builder();
        if (has(Item.MIN) && (slice.isEmpty() || slice.first() != found.first())) {
            saved.add(found.first());
        }
        slice.forEach(saved::add);
        if (has(Item.MAX) && (saved.isEmpty() || saved.last() != found.last())) {
            saved.add(found.last());
        }
        return saved.build();
    }
}
