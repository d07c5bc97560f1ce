package org.sterna.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The accounts of every server of a comparison, all of {@link ScaleNode#DOMAIN} and with {@link ScaleNode#PASSWORD}. */
final class ComparedAccounts {
    /** Take deliveries. */
    static final String DELIVERY = "u";
    /** Have some messages each, for sessions and connections. */
    static final String READER = "reader";
    /** One for each round, read wholly. */
    static final String MAILBOX = "box";
    /** Read before all of these, to warm up. */
    static final String TRIED = "tried";
    /** Whose summaries are read. */
    static final String BIG_MAILBOX = "large";
    /** Take APPEND. */
    static final String APPENDED = "app";
    /** Idles. */
    static final String TOLD = "told";
    /** Is fetched by POP3. */
    static final String FETCHED = "pop";
    /** Take deliveries, all of them into few mailboxes. */
    static final String FEW = "few";
    /** The same, into mailboxes that have many messages already. */
    static final String FULL = "full";

    static final int DELIVERIES = 100;
    static final int READERS = 100;
    static final int APPENDING = 16;
    static final int FULL_ONES = 4;

    private ComparedAccounts() { }

    /** How many there are of each kind. */
    static Map<String, Integer> numbers(int rounds) {
        return Map.of(DELIVERY, DELIVERIES, READER, READERS, MAILBOX, rounds, TRIED, 1, BIG_MAILBOX, 1, APPENDED, APPENDING, TOLD, 1, FETCHED, 1, FEW, FULL_ONES,
                FULL, FULL_ONES);
    }

    /** Lines of "address password". */
    static List<String> lines(int rounds) {
        return numbers(rounds).entrySet().stream().flatMap(kind -> ScaleNode.addresses(kind.getKey(), kind.getValue()).stream())
                .map(address -> address + " " + ScaleNode.PASSWORD).sorted().toList();
    }

    /** Passwords by address. */
    static Map<String, String> passwords(List<String> addresses) {
        return addresses.stream().collect(Collectors.toMap(address -> address, address -> ScaleNode.PASSWORD));
    }

    /** The address of one, taken in turn. */
    static String inTurn(String kind, int count, int number) {
        return ScaleNode.address(kind, Math.floorMod(number, count));
    }
}
