package org.sterna.platform.drill;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.traffic.MailboxReading;
import org.sterna.platform.drill.traffic.NumberedMessage;

/**
 * All that is in the mailboxes when everything is quiet, read at two nodes, which must tell the same: the same messages at the same places with the same flags.
 * A message that is in two mailboxes of an account may be in the middle of a move that a fault has cut off: it is looked at until that has ended.
 *
 * @param found       of all accounts
 * @param differences between what two nodes told of one account, also when they were asked once more
 */
record LastReading(List<Found> found, List<String> differences) {
    private static final Duration BEFORE_THE_NEXT_LOOK = Duration.ofSeconds(3);
    /** A mailbox ends such a move a minute after it began, and asks again if the target does not answer (ADR 17). */
    private static final Duration UNTIL_MOVES_END = Duration.ofSeconds(90);
    private static final int NAMED = 5;

    /**
     * Reads.
     *
     * @param imaps of each node
     * @param say   told of what is waited for
     * @throws IOException if a node does not answer
     */
    static LastReading of(List<InetSocketAddress> imaps, List<String> accounts, NumberedMessage messages, Consumer<String> say) throws IOException {
        List<Found> found = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        long end = System.nanoTime() + UNTIL_MOVES_END.toNanos();
        for (int index = 0; index < accounts.size(); index++) {
            int here = index % imaps.size();
            int there = (index + 1) % imaps.size();
            String account = accounts.get(index);
            List<Found> one = MailboxReading.of(imaps.get(here), account, messages);
            List<Found> other = here == there ? one : MailboxReading.of(imaps.get(there), account, messages);
            boolean looksAgain = !Set.copyOf(one).equals(Set.copyOf(other));      // a folder is read after the other, and one may end a move in between
            while (looksAgain || isAnyTwice(one) && System.nanoTime() - end < 0) {
                say.accept(account + (looksAgain ? " is told differently by two nodes" : " has a message twice") + ": looking again");
                looksAgain = false;
                LockSupport.parkNanos(BEFORE_THE_NEXT_LOOK.toNanos());
                one = MailboxReading.of(imaps.get(here), account, messages);
                other = MailboxReading.of(imaps.get(there), account, messages);
            }
            differences.addAll(difference("n" + (here + 1), one, "n" + (there + 1), other));
            found.addAll(one);
        }
        return new LastReading(found, differences);
    }

    /** Whether a message of this account is in it at two places. */
    static boolean isAnyTwice(List<Found> found) {
        return found.stream().map(Found::number).distinct().count() < found.size();
    }

    static List<String> difference(String here, List<Found> one, String there, List<Found> other) {
        List<String> lines = new ArrayList<>();
        addOnly(lines, here, one, there, other);
        addOnly(lines, there, other, here, one);
        return lines;
    }

    private static void addOnly(List<String> lines, String here, List<Found> one, String there, List<Found> other) {
        Set<Found> only = new LinkedHashSet<>(one);
        only.removeAll(Set.copyOf(other));
        if (!only.isEmpty()) {
            lines.add(here + " tells of " + only.size() + " what " + there + " does not: "
                    + String.join("; ", only.stream().limit(NAMED).map(each -> each + " " + each.flags()).toList()));
        }
    }
}
