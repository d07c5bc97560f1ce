package org.sterna.platform.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxCommand.AddMessages;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.Verdict;

/**
 * This node's deliveries into mailboxes, in a line for each: what comes while the mailbox writes goes together with the next write. So a mailbox that gets much
 * mail at once writes for many messages what it would write for one, and keeps only one question of each node waiting. For all threads.
 */
final class MailboxLines {
    /** Messages that go together at most: the first of them waits for the last. */
    static final int MOST = 64;
    /** Of their summaries and inline octets, but for a message that is alone. */
    static final long MOST_OCTETS = 1 << 20;

    /** Asks a mailbox until it answers, or fails. */
    interface Mailboxes {
        CompletionStage<Verdict> ask(MailboxId mailbox, AddMessages add);
    }

    private record Waiting(NewMessage message, CompletableFuture<Verdict> answer) {
        long octets() {
            return message.summary().length + message.inline().length;
        }
    }

    private static final class Line {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private boolean asked;

        /** The next to go. Two that may be one transaction do not go together: the mailbox compares with what it has. */
        List<Waiting> take() {
            List<Waiting> next = new ArrayList<>();
            Set<Fingerprint> fingerprints = new HashSet<>();
            long octets = 0;
            while (!waiting.isEmpty() && next.size() < MOST) {
                Waiting first = waiting.peek();
                octets += first.octets();
                if (!next.isEmpty() && octets > MOST_OCTETS || !first.message().origin().fingerprint().map(fingerprints::add).orElse(true)) {
                    break;
                }
                next.add(waiting.remove());
            }
            return next;
        }
    }

    private final Mailboxes mailboxes;
    private final ConcurrentHashMap<MailboxId, Line> lines = new ConcurrentHashMap<>();

    MailboxLines(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** What the mailbox says of this message. Fails if it does not answer, which is said to all that are in its line then. */
    CompletionStage<Verdict> add(MailboxId mailbox, NewMessage message) {
        Waiting waiting = new Waiting(message, new CompletableFuture<>());
        lines.compute(mailbox, (id, there) -> {
            Line line = there == null ? new Line() : there;
            line.waiting.add(waiting);
            return line;
        });
        ask(mailbox);
        return waiting.answer();
    }

    /** Unless an answer is awaited. */
    private void ask(MailboxId mailbox) {
        List<Waiting> next = new ArrayList<>();
        lines.computeIfPresent(mailbox, (id, line) -> {
            if (!line.asked) {
                next.addAll(line.take());
                line.asked = !next.isEmpty();
            }
            return line.asked ? line : null;
        });
        if (next.isEmpty()) {
            return;
        }
        add(mailbox, next).whenComplete((done, failure) -> {
            if (failure == null) {
                answered(mailbox);
            } else {
                fail(mailbox, next, failure);
            }
        });
    }

    /** Asks for all of them, and if anything else than that is said of several, for either half: nobody knows which one is meant. */
    private CompletionStage<Void> add(MailboxId mailbox, List<Waiting> all) {
        return mailboxes.ask(mailbox, new AddMessages(all.stream().map(Waiting::message).toList(), List.of())).thenCompose(verdict -> {
            if (verdict instanceof Verdict.Accepted accepted && accepted.answer() instanceof Verdict.Added added) {
                for (int i = 0; i < all.size(); i++) {
                    all.get(i).answer().complete(new Verdict.Accepted(List.of(), new Verdict.Added(added.uidValidity(), List.of(added.uids().get(i)))));
                }
            } else if (all.size() == 1) {
                all.get(0).answer().complete(verdict);
            } else {
                int half = all.size() / 2;
                return add(mailbox, all.subList(0, half)).thenCompose(unused -> add(mailbox, all.subList(half, all.size())));
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    private void answered(MailboxId mailbox) {
        lines.computeIfPresent(mailbox, (id, line) -> {
            line.asked = false;
            return line;
        });
        ask(mailbox);
    }

    /** Who came later has waited for the same mailbox, and would wait as long once more. */
    private void fail(MailboxId mailbox, List<Waiting> asked, Throwable failure) {
        List<Waiting> all = new ArrayList<>(asked);
        Line line = lines.remove(mailbox);
        all.addAll(line.waiting);
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        all.forEach(each -> each.answer().completeExceptionally(cause));
    }
}
