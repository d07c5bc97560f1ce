package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sterna.persistence.identity.QueueId;

/**
 * Which waiting messages an operator means: those to which everything applies that is given. What is empty applies to all. In patterns {@code *} stands for any
 * number of characters; case does not count.
 *
 * @param ids             one of these
 * @param sender          pattern of the reverse-path; {@code <>} is the null reverse-path
 * @param recipient       pattern of one of the recipients without a final state
 * @param recipientDomain pattern of the domain of one of them
 * @param destination     pattern of the destination as it is listed
 * @param acceptedBefore  accepted before this time
 * @param acceptedAfter   accepted at this time or later
 * @param states          in one of these states
 * @param reason          words in the reason why it waits; no pattern
 */
public record Selection(Set<QueueId> ids, Optional<String> sender, Optional<String> recipient, Optional<String> recipientDomain,
        Optional<String> destination, Optional<Instant> acceptedBefore, Optional<Instant> acceptedAfter, Set<WaitingMessage.State> states,
        Optional<String> reason) {
    /** Every message. */
    public static final Selection ALL = new Selection(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Set.of(), Optional.empty());
    private static final String NULL_PATH = "<>";

    public Selection {
        ids = Set.copyOf(ids);
        states = Set.copyOf(states);
    }

    /** These messages and no others. */
    public static Selection of(Set<QueueId> ids) {
        return new Selection(ids, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(),
                Optional.empty());
    }

    public static Selection of(QueueId id) {
        return of(Set.of(id));
    }

    public Selection withSender(String pattern) {
        return new Selection(ids, Optional.of(pattern), recipient, recipientDomain, destination, acceptedBefore, acceptedAfter, states, reason);
    }

    public Selection withRecipient(String pattern) {
        return new Selection(ids, sender, Optional.of(pattern), recipientDomain, destination, acceptedBefore, acceptedAfter, states, reason);
    }

    public Selection withRecipientDomain(String pattern) {
        return new Selection(ids, sender, recipient, Optional.of(pattern), destination, acceptedBefore, acceptedAfter, states, reason);
    }

    public Selection withDestination(String pattern) {
        return new Selection(ids, sender, recipient, recipientDomain, Optional.of(pattern), acceptedBefore, acceptedAfter, states, reason);
    }

    public Selection withAcceptedBefore(Instant time) {
        return new Selection(ids, sender, recipient, recipientDomain, destination, Optional.of(time), acceptedAfter, states, reason);
    }

    public Selection withAcceptedAfter(Instant time) {
        return new Selection(ids, sender, recipient, recipientDomain, destination, acceptedBefore, Optional.of(time), states, reason);
    }

    public Selection withStates(Set<WaitingMessage.State> wanted) {
        return new Selection(ids, sender, recipient, recipientDomain, destination, acceptedBefore, acceptedAfter, wanted, reason);
    }

    public Selection withReason(String words) {
        return new Selection(ids, sender, recipient, recipientDomain, destination, acceptedBefore, acceptedAfter, states, Optional.of(words));
    }

    public boolean matches(WaitingMessage message) {
        return (ids.isEmpty() || ids.contains(message.id()))
                && (states.isEmpty() || states.contains(message.state()))
                && acceptedBefore.map(message.accepted()::isBefore).orElse(true)
                && acceptedAfter.map(time -> !message.accepted().isBefore(time)).orElse(true)
                && sender.map(pattern -> glob(pattern, message.reversePath().isEmpty() ? NULL_PATH : message.reversePath())).orElse(true)
                && destination.map(pattern -> glob(pattern, message.destination())).orElse(true)
                && recipient.map(pattern -> anyRecipient(message, each -> glob(pattern, each))).orElse(true)
                && recipientDomain.map(pattern -> anyRecipient(message, each -> glob(pattern, each.substring(each.lastIndexOf('@') + 1)))).orElse(true)
                && reason.map(words -> lower(message.reason()).contains(lower(words))).orElse(true);
    }

    private static boolean anyRecipient(WaitingMessage message, Predicate<String> test) {
        return message.recipients().stream().anyMatch(test);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Linear in the text for each star: what stands between two stars is found at its first place, and never looked for again. */
    static boolean glob(String pattern, String text) {
        String wanted = lower(pattern);
        String there = lower(text);
        int inPattern = 0;
        int inText = 0;
        int star = -1;
        int mark = 0;
        while (inText < there.length()) {
            if (inPattern < wanted.length() && wanted.charAt(inPattern) == '*') {
                star = inPattern++;
                mark = inText;
            } else if (inPattern < wanted.length() && wanted.charAt(inPattern) == there.charAt(inText)) {
                inPattern++;
                inText++;
            } else if (star >= 0) {
                inPattern = star + 1;
                inText = ++mark;
            } else {
                return false;
            }
        }
        while (inPattern < wanted.length() && wanted.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == wanted.length();
    }
}
