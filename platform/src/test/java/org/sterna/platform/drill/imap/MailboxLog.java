package org.sterna.platform.drill.imap;

import static org.sterna.platform.drill.imap.StressSession.require;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has happened to one mailbox, as {@code ./sterna mailbox log} prints it, replayed: which messages there are, and which state each of them had at which
 * MODSEQ. Made for comparing, so it shares nothing with the server but the printed lines.
 */
final class MailboxLog {
    private static final Pattern LINE = Pattern.compile("([0-9]+)  (\\S+)  ([a-z ]+?)  (.*?)(?:  by session \\S+)?");
    private static final Pattern ADDED = Pattern.compile("UID ([0-9]+), [0-9]+ octets(?:, flags \\(([^)]*)\\))?, .*");
    private static final Pattern CHANGED = Pattern.compile("UID ([0-9:,]+) \\(([^)]*)\\) to \\(([^)]*)\\)");
    private static final Pattern LEFT = Pattern.compile("UID ([0-9:,]+)(?: .*)?");

    /** A message as it is since the event of that MODSEQ. */
    record Message(long modSeq, Set<String> flags) { }

    private final String mailbox;
    private final Map<Long, Message> messages = new TreeMap<>();
    /** By UID and MODSEQ: the flags that a message has had from there on. */
    private final Map<Long, Map<Long, Set<String>>> states = new TreeMap<>();
    private final Set<Long> everAdded = new HashSet<>();
    private long last;
    private long highestUid;
    private boolean deleted;
    private Optional<Instant> lastAt = Optional.empty();

    MailboxLog(String mailbox) {
        this.mailbox = mailbox;
    }

    /** Number of the last event that was read; 0 at first. */
    long last() {
        return last;
    }

    Optional<Instant> lastAt() {
        return lastAt;
    }

    /**
     * Goes on with the events that are new; each follows the one before it.
     *
     * @throws ProtocolError if the log breaks a rule
     */
    void read(List<String> lines) {
        for (String line : lines) {
            Matcher event = LINE.matcher(line);
            require(event.matches(), mailbox + ": no line of a log: " + line);
            long number = Long.parseLong(event.group(1));
            if (number > last) {
                require(number == last + 1, mailbox + ": event " + number + " behind event " + last);
                last = number;
                lastAt = Optional.of(Instant.parse(event.group(2)));
                happened(number, event.group(3), event.group(4), line);
            }
        }
    }

    /** True if reading these lines would leave events out. */
    boolean leavesOut(List<String> lines) {
        Matcher first = LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        return first.matches() && Long.parseLong(first.group(1)) > last + 1;
    }

    private void happened(long number, String event, String detail, String line) {
        require(event.equals("created") == (number == 1), mailbox + " does not begin with its creation: " + line);
        require(!deleted, mailbox + " was deleted before: " + line);
        switch (event) {
            case "added" -> added(number, matched(ADDED, detail, line));
            case "flags changed" -> {
                for (String change : detail.split("; ")) {
                    changed(number, matched(CHANGED, change, line), line);
                }
            }
            case "expunged", "moved away" -> left(matched(LEFT, detail, line), line);
            case "move started" -> NumberSet.parse(matched(LEFT, detail, line).group(1)).forEach(uid -> present(uid, line));
            case "deleted" -> deleted = true;
            case "created", "move ended", "swept" -> { }
            default -> throw new ProtocolError(mailbox + ": an unknown event: " + line);
        }
    }

    private Matcher matched(Pattern pattern, String detail, String line) {
        Matcher matcher = pattern.matcher(detail);
        require(matcher.matches(), mailbox + ": cannot be understood: " + line);
        return matcher;
    }

    private static Set<String> flags(String names) {
        Set<String> flags = new TreeSet<>();
        for (String name : names == null || names.isEmpty() ? new String[0] : names.split(" ")) {
            flags.add(name.startsWith("\\") ? name.toLowerCase(Locale.ROOT) : name);
        }
        return flags;
    }

    private Message present(long uid, String line) {
        require(messages.containsKey(uid), mailbox + ": UID " + uid + " is not there: " + line);
        return messages.get(uid);
    }

    private void is(long uid, long number, Set<String> flags) {
        messages.put(uid, new Message(number, flags));
        states.computeIfAbsent(uid, unused -> new TreeMap<>()).put(number, flags);
    }

    /** UIDs rise with the events (RFC 9051 section 2.3.1.1). */
    private void added(long number, Matcher event) {
        long uid = Long.parseLong(event.group(1));
        require(uid > highestUid, mailbox + ": event " + number + " gives UID " + uid + " when " + highestUid + " was given");
        highestUid = uid;
        everAdded.add(uid);
        is(uid, number, flags(event.group(2)));
    }

    private void changed(long number, Matcher event, String line) {
        for (long uid : NumberSet.parse(event.group(1))) {
            Message before = present(uid, line);
            require(before.flags().equals(flags(event.group(2))), mailbox + ": UID " + uid + " had the flags " + before.flags() + ": " + line);
            require(before.modSeq() < number, mailbox + ": UID " + uid + " twice: " + line);
            is(uid, number, flags(event.group(3)));
        }
    }

    private void left(Matcher event, String line) {
        for (long uid : NumberSet.parse(event.group(1))) {
            present(uid, line);
            messages.remove(uid);
        }
    }

    // What it is compared with.

    /** A message as a session knows it. MODSEQ 0: it was not told. */
    record Seen(long uid, long modSeq, Optional<Set<String>> flags) { }

    /** What is wrong with a session's view, its messages in the order of their sequence numbers; empty if nothing is. */
    String difference(List<Seen> view) {
        List<Long> uids = view.stream().map(Seen::uid).toList();
        if (!uids.equals(List.copyOf(messages.keySet()))) {
            return "the log of " + mailbox + " has the UIDs " + messages.keySet() + " after event " + last + ", the session " + uids;
        }
        for (Seen seen : view) {
            Message message = messages.get(seen.uid());
            if (seen.flags().isEmpty() || !seen.flags().get().equals(message.flags()) || seen.modSeq() > 0 && seen.modSeq() != message.modSeq()) {
                return "UID " + seen.uid() + " of " + mailbox + " is " + message + " after event " + last + ", for the session " + seen;
            }
        }
        return "";
    }

    /** What no event explains of all that sessions were told at any time: flags, by UID and MODSEQ; empty if nothing. */
    String unexplained(Map<Long, Map<Long, Set<String>>> told) {
        for (Map.Entry<Long, Map<Long, Set<String>>> each : told.entrySet()) {
            Map<Long, Set<String>> known = states.getOrDefault(each.getKey(), Map.of());
            for (Map.Entry<Long, Set<String>> state : each.getValue().entrySet()) {
                if (!state.getValue().equals(known.get(state.getKey()))) {
                    return "UID " + each.getKey() + " of " + mailbox + " was told to be " + state.getValue() + " with MODSEQ " + state.getKey()
                            + ", which no event made it; it was " + known;
                }
            }
        }
        return "";
    }

    /** UIDs that sessions were told a message of theirs was given, and that no event gave. */
    Set<Long> neverAdded(Collection<Long> assigned) {
        Set<Long> never = new TreeSet<>(assigned);
        never.removeAll(everAdded);
        return never;
    }

    /** What is wrong with UIDNEXT and HIGHESTMODSEQ as a session was told them; empty if nothing is. */
    String difference(long uidNext, long highestModSeq) {
        return uidNext == highestUid + 1 && highestModSeq == last ? "" : mailbox + " was told to have UIDNEXT " + uidNext + " and HIGHESTMODSEQ " + highestModSeq
                + ", but UID " + highestUid + " was given last, and event " + last + " was the last";
    }
}
