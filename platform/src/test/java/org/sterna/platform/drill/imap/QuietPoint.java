package org.sterna.platform.drill.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** When nobody changes anything, every session soon knows what a fresh one is told. */
public final class QuietPoint {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a fresh session sees of a message. */
    private record State(long modSeq, Set<String> flags) { }

    private final StressWorld world;
    private final Map<String, Map<Long, State>> fresh = new TreeMap<>();

    private QuietPoint(StressWorld world) {
        this.world = world;
    }

    /** Compares all; the clients do nothing else meanwhile. Returns how many views were compared. */
    public static int reached(StressWorld world, List<StressClient> clients) throws IOException {
        QuietPoint point = new QuietPoint(world);
        for (String mailbox : world.mailboxes()) {
            point.fresh.put(mailbox, point.look(mailbox));
        }
        int compared = 0;
        for (StressClient client : clients) {
            compared += point.compare(client);
        }
        return compared;
    }

    private Map<Long, State> look(String mailbox) throws IOException {
        Map<Long, State> messages = new TreeMap<>();
        List<Long> sequences = new ArrayList<>();
        try (ImapWire wire = world.wire()) {
            List<Response> selected = new ArrayList<>();
            wire.ask(selected::add, "EXAMINE " + mailbox);
            wire.ask(response -> {
                if (response.is("FETCH")) {
                    Map<String, ImapValue> items = StressSession.items(response);
                    sequences.add(response.number());
                    long uid = items.get("UID").number();
                    long modSeq = items.get("MODSEQ").list().get(0).number();
                    Set<String> flags = StressSession.flags(items.get("FLAGS"));
                    world.facts(mailbox).state(uid, modSeq, flags);
                    messages.put(uid, new State(modSeq, flags));
                }
            }, "UID FETCH 1:* (FLAGS MODSEQ)");
            long exists = selected.stream().filter(each -> each.is("EXISTS")).findFirst().orElseThrow().number();
            StressSession.require(exists == messages.size() && sequences.size() == exists, mailbox + " has " + exists + " messages, but shows " + messages.size());
            long highest = selected.stream().filter(each -> each.hasCode("HIGHESTMODSEQ")).findFirst().orElseThrow().codeValues().get(0).number();
            StressSession.require(messages.values().stream().allMatch(state -> state.modSeq() <= highest), "a MODSEQ above HIGHESTMODSEQ " + highest);
            wire.ask(response -> {
                if (response.is("FETCH")) {
                    Map<String, ImapValue> items = StressSession.items(response);
                    world.facts(mailbox).content(items.get("UID").number(), StressMessage.number(items.get("BODY[HEADER.FIELDS (X-STRESS)]").text()));
                }
            }, "UID FETCH 1:* BODY.PEEK[HEADER.FIELDS (X-Stress)]");
            wire.must("LOGOUT");
        }
        return messages;
    }

    private int compare(StressClient client) throws IOException {
        StressSession session = client.session();
        if (session.mailbox().isEmpty()) {
            return 0;
        }
        Map<Long, State> expected = fresh.get(session.mailbox().get());
        long end = System.nanoTime() + PATIENCE.toNanos();
        String difference;
        do {
            client.poll();
            client.learn();
            difference = difference(session.messages(), expected);
        } while (!difference.isEmpty() && System.nanoTime() - end < 0);
        if (!difference.isEmpty()) {
            throw new ProtocolError(client + " in " + session.mailbox().get() + " (" + session.mode() + "): " + difference + "\n" + session.wire().history());
        }
        return 1;
    }

    private static String difference(Messages messages, Map<Long, State> expected) {
        List<Long> uids = messages.slots().stream().map(Messages.Slot::uid).toList();
        if (!uids.equals(List.copyOf(expected.keySet()))) {
            return "it was told of the UIDs " + uids + ", a fresh one of " + expected.keySet();
        }
        for (Messages.Slot slot : messages.slots()) {
            State state = expected.get(slot.uid());
            if (slot.flags().isEmpty() || !slot.flags().get().equals(state.flags()) || slot.modSeq() > 0 && slot.modSeq() != state.modSeq()) {
                return "UID " + slot.uid() + " has the flags " + slot.flags() + " with MODSEQ " + slot.modSeq() + ", for a fresh one " + state;
            }
        }
        return "";
    }
}
