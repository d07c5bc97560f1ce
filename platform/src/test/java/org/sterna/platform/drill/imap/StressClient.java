package org.sterna.platform.drill.imap;

import static org.sterna.platform.drill.imap.StressSession.require;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One client that does what comes into its mind; see {@link StressSession} for what it makes sure of at each response. */
public final class StressClient implements Closeable {
    private static final List<String> FLAGS = List.of("\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted", "$Label1", "$Label2");
    /** UIDs of which {@code FLAGS} without a sign may be stored, so that no client's own keyword is safe there. */
    private static final int REPLACED = 7;
    /** Clients with a keyword of their own: a mailbox knows 58. */
    private static final int MAX_OWNERS = 50;
    private static final Duration LONGEST_IDLE = Duration.ofMillis(200);

    private final StressWorld world;
    private final Random random;
    private final String name;
    private final String own;
    private final boolean ownsKeyword;
    private final Map<String, Map<Long, Boolean>> owned = new HashMap<>();
    private final Set<Long> owedToVanish = new HashSet<>();
    private StressSession session;

    /** Logs in; its actions follow from the seed and from what the server says. */
    public StressClient(StressWorld world, int number, Mode mode, long seed) throws IOException {
        this.world = world;
        random = new Random(seed * 1000 + number);
        name = "client " + number;
        own = "$own" + number;
        ownsKeyword = number < MAX_OWNERS;
        session = world.session(mode);
    }

    /** Does one thing. */
    public void act() {
        told(() -> {
            if (session.mailbox().isEmpty()) {
                fromOutside();
            } else {
                fromInside();
            }
        });
    }

    /** Selects a mailbox if none is selected, so that there is a view to compare. */
    public void enter() {
        told(() -> {
            if (session.mailbox().isEmpty()) {
                select();
            }
        });
    }

    private interface Action {
        void run() throws IOException;
    }

    private void told(Action action) {
        try {
            action.run();
        } catch (IOException | ProtocolError e) {
            throw new ProtocolError(name + " (" + session.mode() + "): " + e + "\n" + session.wire().history(), e);
        }
    }

    private void fromOutside() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> append();
            case 1 -> status();
            default -> select();
        }
    }

    private void fromInside() throws IOException {
        Messages messages = session.messages();
        if (messages.size() == 0 || messages.size() < world.most() && random.nextInt(6) == 0) {
            append();
        } else if (messages.size() > world.most() && random.nextInt(3) == 0) {
            store("+", "\\Deleted");
            expunge();
        } else {
            something();
        }
    }

    private void something() throws IOException {
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> poll("NOOP");
            case 3 -> poll("CHECK");
            case 4, 5 -> learn();
            case 6 -> fetchAll();
            case 7 -> fetchContent();
            case 8 -> store("+", "\\Deleted");
            case 9 -> store("-", "\\Deleted");
            case 10 -> store("", FLAGS.get(random.nextInt(FLAGS.size())));
            case 11, 12 -> store(random.nextBoolean() ? "+" : "-", FLAGS.get(random.nextInt(FLAGS.size())));
            case 13 -> storeOwn();
            case 14 -> conditionalStore();
            case 15 -> expunge();
            case 16 -> transfer("COPY");
            case 17 -> transfer("MOVE");
            case 18 -> search();
            case 19 -> idle();
            case 20 -> {
                if (random.nextInt(10) == 0) {
                    reconnect();
                } else {
                    status();
                }
            }
            case 21, 22 -> select();
            default -> leave();
        }
    }

    private String anyMailbox() {
        return random.nextInt(3) > 0 ? world.mailboxes().get(0) : world.mailboxes().get(random.nextInt(world.mailboxes().size()));
    }

    private Response done(String what, Response status) {
        world.count(what + " " + status.name());
        return status;
    }

    private void select() throws IOException {
        String mailbox = anyMailbox();
        boolean known = session.cache(mailbox).isPresent() && session.mode().hasVanished();
        // Those that are not told CLOSED could not tell apart what belongs to which mailbox.
        if (session.mailbox().isPresent() && !session.mode().hasVanished() && !session.mode().isRev2()) {
            leave();
        }
        owedToVanish.clear();
        session.select(mailbox, random.nextInt(10) == 0, !known ? StressSession.Return.FROM_NOTHING
                : random.nextBoolean() ? StressSession.Return.FROM_CACHE : StressSession.Return.FROM_CACHE_AND_UIDS);
        world.count("SELECT" + (known ? " (QRESYNC)" : ""));
        if (known) {
            learn();
        } else {
            everything();
        }
    }

    private void everything() throws IOException {
        if (session.messages().size() > 0) {
            fetchAll();
        }
        session.nowComplete();
    }

    private void leave() throws IOException {
        owedToVanish.clear();
        session.close(random.nextInt(3) == 0 ? "CLOSE" : "UNSELECT");
        world.count("CLOSE");
    }

    private void append() throws IOException {
        String mailbox = anyMailbox();
        int number = world.nextMessage();
        byte[] content = StressMessage.content(number);
        long above = world.facts(mailbox).highestAssigned();
        boolean waits = random.nextBoolean();
        String line = "APPEND " + mailbox + (random.nextBoolean() ? " (\\Flagged)" : "") + " {" + content.length + (waits ? "" : "+") + "}\r\n";
        Response status = done("APPEND", waits ? session.ask("APPEND", StressSession.bytes(line), with(content))
                : session.ask("APPEND", StressSession.bytes(line + new String(with(content), java.nio.charset.StandardCharsets.ISO_8859_1))));
        require(status.is("OK") && status.hasCode("APPENDUID"), "APPEND: " + status);
        List<Long> uids = NumberSet.parse(status.codeValues().get(1).text());
        require(uids.size() == 1, "APPENDUID of more than one");
        Facts facts = world.facts(mailbox);
        facts.validity(status.codeValues().get(0).number());
        facts.assigned(uids, above, name + " APPEND " + number);
        facts.content(uids.get(0), number);
        if (session.mailbox().equals(Optional.of(mailbox))) {
            mustKnow(uids.get(0));
        }
    }

    /** RFC 9051 section 6.3.12: a message that this session put into its own mailbox is told at once, or by the next command. */
    private void mustKnow(long uid) throws IOException {
        poll("NOOP");
        learn();
        if (!session.messages().has(uid)) {
            session.messages().cannotCome(uid);                   // another session was quicker and took it away
        }
    }

    private static byte[] with(byte[] content) {
        byte[] all = java.util.Arrays.copyOf(content, content.length + 2);
        all[content.length] = '\r';
        all[content.length + 1] = '\n';
        return all;
    }

    /** Lets the server tell what there is to tell. */
    void poll() throws IOException {
        poll("NOOP");
    }

    private void poll(String verb) throws IOException {
        require(done(verb, session.ask(verb)).is("OK"), verb + " refused");
        for (long uid : owedToVanish) {
            require(!session.messages().has(uid), "UID " + uid + " was left out before, but is still there");
        }
        owedToVanish.clear();
    }

    private String items(boolean withUid) {
        return "(" + (withUid ? "UID " : "") + "FLAGS" + (session.mode().hasModSeq() ? " MODSEQ" : "") + ")";
    }

    /** Asks what is not known of new messages. */
    void learn() throws IOException {
        Set<Integer> unknown = session.messages().unknown();
        if (!unknown.isEmpty()) {
            Set<Long> numbers = new TreeSet<>();
            unknown.forEach(sequence -> numbers.add((long) sequence));
            done("FETCH", session.ask("FETCH " + NumberSet.format(numbers) + " " + items(true)));
        }
    }

    private void fetchAll() throws IOException {
        boolean byUid = random.nextBoolean();
        List<Long> before = session.messages().uids();
        Response status = done(byUid ? "UID FETCH" : "FETCH", session.ask((byUid ? "UID FETCH 1:* " : "FETCH 1:* ") + items(!byUid)));
        Set<Long> seen = new HashSet<>();
        for (Response each : session.untagged()) {
            if (each.is("FETCH")) {
                Map<String, ImapValue> items = StressSession.items(each);
                if (items.containsKey("UID")) {
                    seen.add(items.get("UID").number());
                }
            }
        }
        if (status.is("OK")) {
            before.stream().filter(uid -> !seen.contains(uid) && session.messages().has(uid)).forEach(owedToVanish::add);
        }
        checkOwned();
    }

    /** RFC 2180 section 4.1.2 lets a message that another session has expunged be left out; but then it must vanish. */
    private void fetchContent() throws IOException {
        List<Long> some = some(5);
        if (some.isEmpty()) {
            return;
        }
        boolean whole = random.nextBoolean();
        String item = whole ? "BODY.PEEK[]" : "(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (X-Stress)])";
        Response status = done("UID FETCH", session.ask("UID FETCH " + NumberSet.format(some) + " " + item));
        Set<Long> missing = new HashSet<>(some);
        for (Response each : session.untagged()) {
            Map<String, ImapValue> items = each.is("FETCH") ? StressSession.items(each) : Map.of();
            String key = whole ? "BODY[]" : "BODY[HEADER.FIELDS (X-STRESS)]";
            if (items.containsKey(key)) {
                long uid = items.get("UID").number();
                require(missing.remove(uid), "message " + uid + " twice or without being asked for");
                content(uid, items.get(key), whole, items);
            }
        }
        if (status.is("OK")) {
            missing.stream().filter(uid -> session.messages().has(uid)).forEach(owedToVanish::add);
        }
    }

    private void content(long uid, ImapValue value, boolean whole, Map<String, ImapValue> items) {
        if (value.isNil() || value.text().isEmpty() || !whole && items.get("RFC822.SIZE").number() == 0) {
            owedToVanish.add(uid);
            return;
        }
        int number = StressMessage.number(value.text());
        session.facts().content(uid, number);
        byte[] content = StressMessage.content(number);
        if (whole) {
            require(java.util.Arrays.equals(((ImapValue.Text) value).octets(), content), "UID " + uid + " is not message " + number + " octet for octet");
        } else {
            require(items.get("RFC822.SIZE").number() == content.length, "the size of UID " + uid);
        }
    }

    private List<Long> some(int most) {
        List<Long> uids = new ArrayList<>(session.messages().uids());
        java.util.Collections.shuffle(uids, random);
        return uids.subList(0, Math.min(uids.size(), 1 + random.nextInt(most)));
    }

    private void store(String sign, String flag) throws IOException {
        List<Long> some = new ArrayList<>(some(flag.equals("\\Deleted") ? 12 : 5));
        if (sign.isEmpty()) {
            some.removeIf(uid -> uid % REPLACED != 0);
        }
        if (some.isEmpty()) {
            return;
        }
        boolean silent = random.nextInt(4) == 0;
        boolean byNumber = random.nextInt(3) == 0;
        String what = sign + "FLAGS" + (silent ? ".SILENT" : "") + " (" + flag + ")";
        if (byNumber) {
            Set<Long> numbers = new TreeSet<>();
            for (int sequence = 1; sequence <= session.messages().size(); sequence++) {
                if (some.contains(session.messages().slot(sequence).uid())) {
                    numbers.add((long) sequence);
                }
            }
            stored(done("STORE", session.ask("STORE " + NumberSet.format(numbers) + " " + what)), some, silent);
        } else {
            stored(done("UID STORE", session.ask("UID STORE " + NumberSet.format(some) + " " + what)), some, silent);
        }
        checkOwned();
    }

    /** Each message that is still there shows its flags (RFC 9051 section 6.4.6), unless they were as wanted before (RFC 7162 section 3.1.3 says the same). */
    private void stored(Response status, List<Long> some, boolean silent) {
        if (session.isReadOnly()) {
            require(status.is("NO"), "STORE in a mailbox that was examined");
        } else if (silent && !status.is("NO")) {
            some.stream().filter(session.messages()::has).forEach(uid -> session.messages().flagsUncertain(uid));
        }
    }

    /** A keyword that only this client sets or takes away is always as it left it. */
    private void storeOwn() throws IOException {
        List<Long> some = new ArrayList<>(some(4));
        some.removeIf(uid -> uid % REPLACED == 0);
        if (some.isEmpty() || session.isReadOnly() || !ownsKeyword) {
            return;
        }
        boolean set = random.nextBoolean();
        Map<Long, Boolean> mine = owned.computeIfAbsent(session.mailbox().orElseThrow(), unused -> new HashMap<>());
        some.forEach(mine::remove);
        Response status = done("UID STORE", session.ask("UID STORE " + NumberSet.format(some) + (set ? " +FLAGS (" : " -FLAGS (") + own + ")"));
        for (long uid : status.is("OK") ? some : List.<Long>of()) {
            if (!session.messages().has(uid) || session.messages().byUid(uid).flags().isEmpty()) {
                continue;
            }
            if (session.messages().byUid(uid).flags().get().contains(own) == set) {
                mine.put(uid, set);
            } else {
                owedToVanish.add(uid);                       // RFC 2180 section 4.2: another session was quicker and expunged it
            }
        }
        checkOwned();
    }

    private void checkOwned() {
        Map<Long, Boolean> mine = owned.getOrDefault(session.mailbox().orElseThrow(), Map.of());
        for (Messages.Slot slot : session.messages().slots()) {
            Boolean set = mine.get(slot.uid());
            if (set != null && slot.flags().isPresent()) {
                require(slot.flags().get().contains(own) == set, "UID " + slot.uid() + " has the flags " + slot.flags().get() + ", but " + own + " was "
                        + (set ? "set" : "taken away"));
            }
        }
    }

    /** RFC 7162 section 3.1.3. */
    private void conditionalStore() throws IOException {
        List<Long> some = new ArrayList<>(some(4));
        some.removeIf(uid -> session.messages().byUid(uid).modSeq() == 0);
        if (!session.mode().hasModSeq() || some.isEmpty() || session.isReadOnly()) {
            return;
        }
        long least = some.stream().mapToLong(uid -> session.messages().byUid(uid).modSeq()).min().orElseThrow();
        Response status = done("UID STORE (UNCHANGEDSINCE)", session.ask("UID STORE " + NumberSet.format(some) + " (UNCHANGEDSINCE " + least + ") "
                + (random.nextBoolean() ? "+" : "-") + "FLAGS (\\Answered)"));
        if (status.hasCode("MODIFIED")) {
            List<Long> modified = NumberSet.parse(status.codeValues().get(0).text());
            require(some.containsAll(modified), "MODIFIED names others: " + status);
        }
        checkOwned();
    }

    private void expunge() throws IOException {
        boolean all = random.nextBoolean();
        List<Long> some = some(20);
        String command = all || some.isEmpty() ? "EXPUNGE" : "UID EXPUNGE " + NumberSet.format(some);
        List<Long> before = session.messages().uids();
        Response status = done(all ? "EXPUNGE" : "UID EXPUNGE", session.ask(command));
        require(status.is(session.isReadOnly() ? "NO" : "OK"), command + ": " + status);
        if (session.mode().hasVanished() && before.size() > session.messages().uids().size() && status.is("OK")) {
            world.count("EXPUNGE that removed");
        }
    }

    private void transfer(String verb) throws IOException {
        List<Long> some = some(5);
        if (some.isEmpty()) {
            return;
        }
        boolean move = verb.equals("MOVE");
        String source = session.mailbox().orElseThrow();
        String target = world.mailboxes().get(random.nextInt(world.mailboxes().size()));
        if (move && target.equals(source)) {
            return;
        }
        Facts facts = world.facts(target);
        long above = facts.highestAssigned();
        Response status = done("UID " + verb, session.ask("UID " + verb + " " + NumberSet.format(some) + " " + target));
        if (move && session.isReadOnly()) {
            require(status.is("NO"), "MOVE out of a mailbox that was examined");
        }
        Optional<Response> told = move ? session.untagged().stream().filter(each -> each.hasCode("COPYUID")).findFirst()
                : Optional.of(status).filter(each -> each.hasCode("COPYUID"));
        if (told.isEmpty() && status.hasCode("COPYUID")) {
            told = Optional.of(status);
        }
        if (told.isEmpty()) {
            return;
        }
        facts.validity(told.get().codeValues().get(0).number());
        List<Long> from = NumberSet.parse(told.get().codeValues().get(1).text());
        List<Long> to = NumberSet.parse(told.get().codeValues().get(2).text());
        require(from.size() == to.size() && some.containsAll(from), "COPYUID: " + told.get());
        facts.assigned(to, above, name + " " + verb + " from " + source);
        for (int index = 0; index < from.size(); index++) {
            int number = session.facts().content(from.get(index));
            if (number >= 0) {
                facts.content(to.get(index), number);
            }
        }
        if (move && status.is("OK")) {
            session.facts().moved(from, name + " to " + target);
            from.forEach(uid -> require(!session.messages().has(uid), "UID " + uid + " was moved and is still there"));
        }
    }

    private void search() throws IOException {
        boolean byUid = random.nextBoolean();
        String key = List.of("ALL", "FLAGGED", "UNSEEN", "DELETED", "1:*", "HEADER X-Stress \"\"", "KEYWORD " + own, "NOT DELETED OLDER 0")
                .get(random.nextInt(7));
        Response status = done(byUid ? "UID SEARCH" : "SEARCH", session.ask((byUid ? "UID SEARCH " : "SEARCH ") + key));
        require(status.is("OK"), "SEARCH: " + status);
        List<Long> found = new ArrayList<>();
        for (Response each : session.untagged()) {
            if (each.is("SEARCH")) {
                require(!session.mode().isRev2(), "SEARCH in the place of ESEARCH");
                each.values().forEach(value -> found.add(value.number()));
            } else if (each.is("ESEARCH")) {
                for (int index = 0; index + 1 < each.values().size(); index++) {
                    if (each.values().get(index) instanceof ImapValue.Word word && word.text().equalsIgnoreCase("ALL")) {
                        found.addAll(NumberSet.parse(each.values().get(index + 1).text()));
                    }
                }
            }
        }
        require(new HashSet<>(found).size() == found.size(), "a message found twice: " + found);
        Messages messages = session.messages();
        boolean allKnown = messages.unknown().isEmpty();
        for (long number : found) {
            if (byUid && allKnown) {
                require(messages.has(number) || messages.isVanished(number), "UID " + number + " was found, which nobody told");
            } else if (!byUid) {
                require(number <= messages.size(), "message " + number + " was found, which is not there");
            }
        }
    }

    private void idle() throws IOException {
        String tag = session.wire().nextTag();
        session.wire().send(tag + " IDLE\r\n");
        session.during("IDLE");
        Response response = session.wire().read();
        while (!response.isContinuation()) {
            require(response.isUntagged(), "IDLE: " + response);
            session.take(response);
            response = session.wire().read();
        }
        Duration time = LONGEST_IDLE.dividedBy(1 + random.nextInt(10));
        for (int several = 0; several < 20 && session.wire().readWithin(time, session::take); several++) {
            world.count("told in IDLE");
        }
        session.wire().send("DONE\r\n");
        response = session.wire().read();
        while (response.isUntagged()) {
            session.take(response);
            response = session.wire().read();
        }
        require(response.tag().equals(tag) && response.is("OK"), "IDLE: " + response);
        session.ended(response);
        done("IDLE", response);
        checkOwned();
    }

    private void status() throws IOException {
        String mailbox = anyMailbox();
        Response status = done("STATUS", session.ask("STATUS " + mailbox + " (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)"));
        require(status.is("OK"), "STATUS: " + status);
        require(session.untagged().stream().filter(each -> each.is("STATUS")).count() == 1, "STATUS says nothing");
    }

    @Override
    public String toString() {
        return name;
    }

    StressSession session() {
        return session;
    }

    /** Throws the connection away as a machine does whose lid is closed, and comes back with what it knew. */
    private void reconnect() throws IOException {
        StressSession before = session;
        before.abandon();
        before.close();
        session = world.session(before.mode());
        session.remember(before);
        owedToVanish.clear();
        world.count("reconnect");
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
