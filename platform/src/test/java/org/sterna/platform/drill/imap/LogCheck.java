package org.sterna.platform.drill.imap;

import static org.sterna.platform.drill.imap.StressSession.require;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When nobody changes anything: what every session knows, and all that it was told on the way, is what the mailbox's log of events says. */
public final class LogCheck {
    /** Where the logs are. */
    @FunctionalInterface
    public interface Source {
        /**
         * The last events of a mailbox, the latest last, a line each.
         *
         * @param since older ones need not be there
         */
        List<String> lines(String mailbox, Optional<Instant> since);
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Events are numbered in the order in which they happened, but timed by those who asked for them. */
    private static final Duration TIMES_DIFFER = Duration.ofMinutes(1);

    private final StressWorld world;
    private final Source source;
    private final Map<String, MailboxLog> logs = new TreeMap<>();

    public LogCheck(StressWorld world, Source source) {
        this.world = world;
        this.source = source;
        world.mailboxes().forEach(mailbox -> logs.put(mailbox, new MailboxLog(mailbox)));
    }

    /** Goes on reading the logs and compares all; the clients do nothing else meanwhile. */
    void quiet(List<StressClient> clients) throws IOException {
        for (String mailbox : logs.keySet()) {
            compareFresh(mailbox);
            MailboxLog log = logs.get(mailbox);
            Facts facts = world.facts(mailbox);
            require(log.unexplained(facts.told()).isEmpty(), log.unexplained(facts.told()));
            require(log.neverAdded(facts.assigned()).isEmpty(), "no event of " + mailbox + " gave the UIDs " + log.neverAdded(facts.assigned()));
        }
        for (StressClient client : clients) {
            compare(client);
        }
    }

    private void read(String mailbox) {
        MailboxLog log = logs.get(mailbox);
        List<String> lines = source.lines(mailbox, log.lastAt().map(at -> at.minus(TIMES_DIFFER)));
        log.read(log.leavesOut(lines) ? source.lines(mailbox, Optional.empty()) : lines);
    }

    private void compareFresh(String mailbox) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String difference;
        do {
            read(mailbox);
            try (ImapWire wire = world.wire()) {
                difference = difference(mailbox, wire);
                wire.must("LOGOUT");
            }
        } while (!difference.isEmpty() && System.nanoTime() - end < 0);
        require(difference.isEmpty(), "a fresh session: " + difference);
    }

    private String difference(String mailbox, ImapWire wire) throws IOException {
        List<Response> selected = new ArrayList<>();
        wire.ask(selected::add, "EXAMINE " + mailbox);
        List<MailboxLog.Seen> seen = new ArrayList<>();
        wire.ask(response -> {
            if (response.is("FETCH")) {
                Map<String, ImapValue> items = StressSession.items(response);
                require(response.number() == seen.size() + 1, "message " + response.number() + " when " + (seen.size() + 1) + " was to come");
                seen.add(new MailboxLog.Seen(items.get("UID").number(), items.get("MODSEQ").list().get(0).number(),
                        Optional.of(StressSession.flags(items.get("FLAGS")))));
            }
        }, "UID FETCH 1:* (FLAGS MODSEQ)");
        MailboxLog log = logs.get(mailbox);
        String numbers = log.difference(value(selected, "UIDNEXT"), value(selected, "HIGHESTMODSEQ"));
        return numbers.isEmpty() ? log.difference(seen) : numbers;
    }

    private static long value(List<Response> selected, String code) {
        return selected.stream().filter(each -> each.hasCode(code)).findFirst().orElseThrow().codeValues().get(0).number();
    }

    private void compare(StressClient client) throws IOException {
        Optional<String> mailbox = client.session().mailbox();
        if (mailbox.isEmpty()) {
            return;
        }
        MailboxLog log = logs.get(mailbox.get());
        long end = System.nanoTime() + PATIENCE.toNanos();
        String difference = log.difference(seen(client.session().messages()));
        while (!difference.isEmpty() && System.nanoTime() - end < 0) {
            client.poll();
            client.learn();
            read(mailbox.get());
            difference = log.difference(seen(client.session().messages()));
        }
        require(difference.isEmpty(), client + " (" + client.session().mode() + "): " + difference + "\n" + client.session().wire().history());
    }

    private static List<MailboxLog.Seen> seen(Messages messages) {
        return messages.slots().stream().map(slot -> new MailboxLog.Seen(slot.uid(), slot.modSeq(), slot.flags())).toList();
    }

    @Override
    public String toString() {
        return logs.values().stream().mapToLong(MailboxLog::last).sum() + " events replayed";
    }
}
