package org.sterna.protocols.pop3;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The messages one session sees, and which of them are marked as deleted. A value: marks are copied, not changed. */
final class Maildrop {
    private final List<MaildropMessage> messages;
    private final BitSet deleted;

    private Maildrop(List<MaildropMessage> messages, BitSet deleted) {
        this.messages = messages;
        this.deleted = deleted;
    }

    static Maildrop of(List<MaildropMessage> messages) {
        return new Maildrop(messages, new BitSet(messages.size()));
    }

    /** The message of a number; empty when there is none or it is marked (RFC 1939 section 5). */
    Optional<MaildropMessage> message(int number) {
        return number >= 1 && number <= messages.size() && !deleted.get(number - 1)
                ? Optional.of(messages.get(number - 1))
                : Optional.empty();
    }

    Maildrop mark(int number) {
        BitSet more = (BitSet) deleted.clone();
        more.set(number - 1);
        return new Maildrop(messages, more);
    }

    Maildrop withoutMarks() {
        return of(messages);
    }

    /** Numbers of the messages that are not marked, in order. */
    IntStream numbers() {
        return IntStream.rangeClosed(1, messages.size()).filter(number -> !deleted.get(number - 1));
    }

    int count() {
        return messages.size() - deleted.cardinality();
    }

    long octets() {
        return numbers().mapToLong(number -> messages.get(number - 1).octets()).sum();
    }

    SortedSet<Integer> deletedIndexes() {
        return deleted.stream().boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
