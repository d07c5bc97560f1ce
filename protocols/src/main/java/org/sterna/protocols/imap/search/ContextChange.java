package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.List;

/** How the result of a search has changed (RFC 5267 section 4.3). Changes are played in their order. */
public sealed interface ContextChange {
    /**
     * Some numbers and where they stand.
     *
     * @param position of the first, counted from 1; 0 in a result in mailbox order: wherever they belong
     */
    record At(int position, NumberList numbers) {
    }

    List<At> places();

    /** ADDTO: the numbers are put in, the first of them at its position (section 4.3.3). */
    record AddTo(List<At> places) implements ContextChange {
        public AddTo {
            places = List.copyOf(places);
        }
    }

    /** REMOVEFROM: the numbers are taken out; send it before the EXPUNGE that caused it (section 4.3.4). */
    record RemoveFrom(List<At> places) implements ContextChange {
        public RemoveFrom {
            places = List.copyOf(places);
        }
    }

    /** As an item of an ESEARCH response, a space in front: {@code " ADDTO (0 32768:32769)"}. */
    default String text() {
        StringBuilder text = new StringBuilder(this instanceof AddTo ? " ADDTO (" : " REMOVEFROM (");
        String space = "";
        for (At place : places()) {
            text.append(space).append(place.position()).append(' ').append(place.numbers().text());
            space = " ";
        }
        return text.append(')').toString();
    }

    /**
     * What makes one result from another: nothing, a removal, an addition, or a removal and then an addition. Results in
     * ascending order need no positions; of others as many numbers as possible stay where they are.
     *
     * @param before no number twice
     * @param after  no number twice
     */
    static List<ContextChange> between(NumberList before, NumberList after) {
        return before.isAscending() && after.isAscending() ? inMailboxOrder(before.toArray(), after.toArray())
                : SortedChange.between(before.toArray(), after.toArray());
    }

    private static List<ContextChange> inMailboxOrder(long[] before, long[] after) {
        return changes(unpositioned(without(before, after)), unpositioned(without(after, before)));
    }

    /** The numbers of one ascending array that are not in another. */
    private static NumberList without(long[] numbers, long[] others) {
        NumberList.Builder rest = NumberList.builder();
        int at = 0;
        for (long number : numbers) {
            while (at < others.length && others[at] < number) {
                at++;
            }
            if (at == others.length || others[at] != number) {
                rest.add(number);
            }
        }
        return rest.build();
    }

    private static List<At> unpositioned(NumberList numbers) {
        return numbers.isEmpty() ? List.of() : List.of(new At(0, numbers));
    }

    /** Leaves out what is empty. */
    static List<ContextChange> changes(List<At> removed, List<At> added) {
        List<ContextChange> changes = new ArrayList<>(2);
        if (!removed.isEmpty()) {
            changes.add(new RemoveFrom(removed));
        }
        if (!added.isEmpty()) {
            changes.add(new AddTo(added));
        }
        return changes;
    }
}
