package org.sterna.platform.drill.imap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** One session with its model of the selected mailbox; every response is checked as it comes. What to ask is decided by {@link StressClient}. */
final class StressSession implements Closeable {
    /** RFC 9051 section 7.5.1: during these no EXPUNGE may come, unless they go by UID. */
    private static final Set<String> WITHOUT_EXPUNGE = Set.of("FETCH", "STORE", "SEARCH", "SORT", "THREAD");
    private static final Set<String> KNOWN = Set.of("FLAGS", "EXISTS", "RECENT", "EXPUNGE", "VANISHED", "FETCH", "SEARCH", "ESEARCH", "STATUS", "OK", "NO",
            "CAPABILITY", "ENABLED", "LIST", "BYE");

    /** What a client keeps of a mailbox when it leaves it, to synchronize by QRESYNC when it comes back. */
    record Cache(long validity, long highestModSeq, Map<Long, Set<String>> flags) { }

    /** How a mailbox is selected that was left before. */
    enum Return { FROM_NOTHING, FROM_CACHE, FROM_CACHE_AND_UIDS }

    private final Mode mode;
    private final ImapWire wire;
    private final Function<String, Facts> facts;
    private final Map<String, Cache> caches = new TreeMap<>();
    private final List<Response> untagged = new ArrayList<>();
    private Optional<String> mailbox = Optional.empty();
    private Optional<Messages> selected = Optional.empty();
    private String command = "";
    private boolean closing;
    private boolean readOnly;
    private long validity;
    private long highest;
    private long highestTold;
    private OptionalLong resyncFrom = OptionalLong.empty();
    private Optional<Map<Long, Set<String>>> resynchronizing = Optional.empty();
    private boolean complete;

    StressSession(InetSocketAddress server, boolean tls, String account, String password, Mode mode, Function<String, Facts> facts) throws IOException {
        this.mode = mode;
        this.facts = facts;
        wire = ImapWire.connect(server, tls);
        require(wire.read().is("OK"), "no greeting");
        wire.must("LOGIN " + account + " \"" + password + "\"");
        if (mode.enable().isPresent()) {
            wire.must("ENABLE " + mode.enable().get());
        }
    }

    ImapWire wire() {
        return wire;
    }

    Mode mode() {
        return mode;
    }

    Optional<String> mailbox() {
        return mailbox;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    Messages messages() {
        return selected.orElseThrow();
    }

    Facts facts() {
        return facts.apply(mailbox.orElseThrow());
    }

    List<Response> untagged() {
        return untagged;
    }

    Optional<Cache> cache(String name) {
        return Optional.ofNullable(caches.get(name));
    }

    /** Gives a command and checks all that comes until its end. BAD is never an answer to what this client says. */
    Response ask(String verb, byte[]... parts) throws IOException {
        during(verb);
        Response status = wire.ask(this::take, parts);
        if (status.is("BAD") || !(status.is("OK") || status.is("NO"))) {
            throw new ProtocolError(verb + " was answered with " + status);
        }
        require(!verb.equals("CLOSE") || !status.hasCode("HIGHESTMODSEQ"), "CLOSE must not tell HIGHESTMODSEQ");      // RFC 7162 section 3.2.8
        ended(status);
        return status;
    }

    Response ask(String text) throws IOException {
        String verb = text.substring(0, (text + " ").indexOf(' '));
        if (verb.equals("UID")) {
            verb = text.substring(0, (text + "  ").indexOf(' ', 4));
        }
        return ask(verb, bytes(text + "\r\n"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** A command begins; of IDLE the client itself says when it has {@link #ended}. */
    void during(String verb) {
        command = verb;
        untagged.clear();
        highestTold = 0;
        resyncFrom = OptionalLong.empty();
    }

    /**
     * What to synchronize from the next time: as the server says with the answer or, where that has another code, before it; otherwise the highest that was
     * told (RFC 7162 section 6).
     */
    void ended(Response status) {
        command = "";
        highest = status.hasCode("HIGHESTMODSEQ") ? status.codeValues().get(0).number() : resyncFrom.orElse(Math.max(highest, highestTold));
    }

    /** The connection is lost; what is known is kept for the next one. */
    void abandon() {
        leave();
    }

    /** What another session of this client kept. */
    void remember(StressSession before) {
        caches.putAll(before.caches);
    }

    /** One untagged response. */
    void take(Response response) {
        require(KNOWN.contains(response.name()), "an unknown response " + response);
        untagged.add(response);
        if (response.is("BYE")) {
            throw new ProtocolError("BYE: " + response.text());
        }
        if (response.hasCode("CLOSED")) {
            require(closing, "CLOSED where nothing was closed");
            closing = false;
            return;
        }
        if (response.hasCode("HIGHESTMODSEQ") && !closing) {
            resyncFrom = OptionalLong.of(response.codeValues().get(0).number());
        }
        if (response.hasCode("UIDVALIDITY") && !closing) {
            validity = response.codeValues().get(0).number();
        }
        if (closing) {
            return;                                          // of the mailbox before
        }
        switch (response.name()) {
            case "EXISTS" -> inMailbox().exists(response.number());
            case "EXPUNGE" -> {
                mayExpunge(response);
                require(!mode.hasVanished(), "EXPUNGE, not VANISHED, behind ENABLE QRESYNC");             // RFC 7162 section 3.2.10
                inMailbox().expunge(response.number());
            }
            case "VANISHED" -> vanished(response);
            case "FETCH" -> fetch(response);
            default -> { }
        }
    }

    private Messages inMailbox() {
        return selected.orElseThrow(() -> new ProtocolError("a response about messages with no mailbox selected"));
    }

    private void mayExpunge(Response response) {
        require(!command.isEmpty() && !WITHOUT_EXPUNGE.contains(command), response.name() + " during '" + command + "'");
        require(!command.equals("CLOSE"), response.name() + " during " + command);
    }

    private void vanished(Response response) {
        require(mode.hasVanished(), "VANISHED without ENABLE QRESYNC");
        if (response.values().size() == 2) {
            require(response.values().get(0).list().get(0).text().equalsIgnoreCase("EARLIER"), "VANISHED of another kind");
            require(resynchronizing.isPresent(), "VANISHED (EARLIER) where nothing was synchronized");
            NumberSet.parse(response.values().get(1).text()).forEach(resynchronizing.get()::remove);
        } else {
            mayExpunge(response);
            List<Long> uids = NumberSet.parse(response.values().get(0).text());
            inMailbox().vanished(uids);
            resynchronizing.ifPresent(known -> uids.forEach(known::remove));
        }
    }

    /** Items by name, as a FETCH response has them. */
    static Map<String, ImapValue> items(Response response) {
        Map<String, ImapValue> items = new TreeMap<>();
        List<ImapValue> values = response.values().get(0).list();
        for (int index = 0; index < values.size(); index += 2) {
            ImapValue before = items.put(values.get(index).text().toUpperCase(Locale.ROOT), values.get(index + 1));
            require(before == null, "an item twice in " + values);
        }
        return items;
    }

    private void fetch(Response response) {
        Messages messages = inMailbox();
        Map<String, ImapValue> items = items(response);
        long sequence = response.number();
        if (items.containsKey("UID")) {
            messages.uid(sequence, items.get("UID").number());
        }
        long modSeq = items.containsKey("MODSEQ") ? items.get("MODSEQ").list().get(0).number() : 0;
        highestTold = Math.max(highestTold, modSeq);
        if (items.containsKey("FLAGS")) {
            messages.flags(sequence, flags(items.get("FLAGS")), modSeq);
            if (resynchronizing.isPresent() && items.containsKey("UID")) {
                resynchronizing.get().put(items.get("UID").number(), flags(items.get("FLAGS")));
            }
            if (!command.endsWith("FETCH") && mode.hasModSeq()) {
                // RFC 7162 section 3.2.4
                require(modSeq > 0 && items.containsKey("UID"), "flags without UID or MODSEQ during '" + command + "': " + response.values());
            }
        } else if (modSeq > 0) {
            messages.modSeq(sequence, modSeq);
        }
    }

    static Set<String> flags(ImapValue value) {
        Set<String> flags = new HashSet<>();
        for (ImapValue flag : value.list()) {
            String text = flag.text();
            if (!text.equalsIgnoreCase("\\Recent")) {
                require(flags.add(text.startsWith("\\") ? text.toLowerCase(Locale.ROOT) : text), "a flag twice: " + value);
            }
        }
        return flags;
    }

    /** Selects; a mailbox that was selected before is closed by it. */
    void select(String name, boolean examine, Return way) throws IOException {
        leave();
        Optional<Cache> cache = way != Return.FROM_NOTHING && mode.hasVanished() ? cache(name) : Optional.empty();
        String parameters = cache.map(known -> " (QRESYNC (" + known.validity() + " " + known.highestModSeq()
                + (known.flags().isEmpty() || way != Return.FROM_CACHE_AND_UIDS ? "" : " " + NumberSet.format(known.flags().keySet())) + "))").orElse(mode == Mode.CONDSTORE ? " (CONDSTORE)" : "");
        closing = mailbox.isPresent();
        boolean mustBeClosed = closing && (mode.hasVanished() || mode.isRev2());
        if (!mustBeClosed) {
            closing = false;
        }
        mailbox = Optional.of(name);
        Messages messages = new Messages(facts.apply(name));
        selected = Optional.of(messages);
        resynchronizing = cache.map(known -> new TreeMap<>(known.flags()));
        complete = false;
        validity = 0;
        highest = 0;
        Response status = ask("SELECT", bytes((examine ? "EXAMINE " : "SELECT ") + name + parameters + "\r\n"));
        require(status.is("OK"), "SELECT: " + status);
        require(!closing, "SELECT closed a mailbox and did not say CLOSED");                            // RFC 7162 section 3.2.11
        readOnly = examine;
        require(status.hasCode(examine ? "READ-ONLY" : "READ-WRITE"), "SELECT: " + status);
        require(untagged.stream().anyMatch(each -> each.is("EXISTS")) && untagged.stream().anyMatch(each -> each.is("FLAGS")), "SELECT says too little");
        require(validity > 0, "SELECT without UIDVALIDITY");
        facts.apply(name).validity(validity);
        long next = untagged.stream().filter(each -> each.hasCode("UIDNEXT")).mapToLong(each -> each.codeValues().get(0).number()).findFirst().orElse(0);
        require(next > 0 && messages.uids().stream().allMatch(uid -> uid < next), "UIDNEXT " + next);
        if (mode.hasModSeq()) {
            require(untagged.stream().anyMatch(each -> each.hasCode("HIGHESTMODSEQ")), "SELECT without HIGHESTMODSEQ");
        }
        if (cache.isPresent()) {
            resynchronized(messages, cache.get(), way == Return.FROM_CACHE_AND_UIDS);
        }
    }

    /**
     * What the cache and the server's changes make together is the whole mailbox (RFC 7162 section 3.2.5.1); where the known UIDs were said, the server
     * need not tell of new messages, but these are all behind them.
     */
    private void resynchronized(Messages messages, Cache cache, boolean knownOnly) {
        Map<Long, Set<String>> known = resynchronizing.orElseThrow();
        resynchronizing = Optional.empty();
        if (knownOnly) {
            known.keySet().removeIf(uid -> !cache.flags().containsKey(uid));
        }
        // What comes while the command is under way may be told by EXISTS alone.
        long first = untagged.stream().filter(each -> each.is("EXISTS")).mapToLong(Response::number).min().orElseThrow();
        boolean undisturbed = untagged.stream().noneMatch(each -> each.is("VANISHED") && each.values().size() == 1);
        require(known.size() <= messages.size() && (knownOnly || !undisturbed || known.size() >= first), "from MODSEQ " + cache.highestModSeq() + " "
                + cache.flags().size() + " messages became " + known.size() + " by what QRESYNC told, but there are " + messages.size());
        int sequence = 0;
        for (Map.Entry<Long, Set<String>> each : known.entrySet()) {
            messages.uid(++sequence, each.getKey());
            if (messages.slot(sequence).flags().isEmpty()) {
                messages.flags(sequence, each.getValue(), 0);
            }
        }
        complete = true;
    }

    /** Keeps the cache, if all of the mailbox is known. */
    private void leave() {
        if (selected.isPresent() && mode.hasVanished() && selected.get().unknown().isEmpty() && (complete || selected.get().size() == 0)) {
            Map<Long, Set<String>> flags = new TreeMap<>();
            selected.get().slots().forEach(slot -> flags.put(slot.uid(), slot.flags().orElseThrow()));
            caches.put(mailbox.orElseThrow(), new Cache(validity, highest, flags));
        }
    }

    /** All messages of the moment were asked for. */
    void nowComplete() {
        complete = true;
    }

    /** CLOSE or UNSELECT. */
    void close(String verb) throws IOException {
        leave();
        Response status = ask(verb);
        require(status.is("OK"), verb + ": " + status);
        mailbox = Optional.empty();
        selected = Optional.empty();
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProtocolError(otherwise);
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
