package org.sterna.platform.drill.imap;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The account that all clients work on, and what they know together. */
public final class StressWorld {
    private final InetSocketAddress server;
    private final boolean tls;
    private final String account;
    private final String password;
    private final List<String> mailboxes;
    private final int most;
    private final Map<String, Facts> facts = new ConcurrentHashMap<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    /**
     * @param mailboxes which are there; the first is used more than the others
     * @param most      about so many messages are in one at most
     */
    public StressWorld(InetSocketAddress server, boolean tls, String account, String password, List<String> mailboxes, int most) {
        this.server = server;
        this.tls = tls;
        this.account = account;
        this.password = password;
        this.mailboxes = List.copyOf(mailboxes);
        this.most = most;
    }

    StressSession session(Mode mode) throws java.io.IOException {
        return new StressSession(server, tls, account, password, mode, this::facts);
    }

    ImapWire wire() throws java.io.IOException {
        ImapWire wire = ImapWire.connect(server, tls);
        wire.read();
        wire.must("LOGIN " + account + " \"" + password + "\"");
        return wire;
    }

    Facts facts(String mailbox) {
        return facts.computeIfAbsent(mailbox, Facts::new);
    }

    List<String> mailboxes() {
        return mailboxes;
    }

    int most() {
        return most;
    }

    int nextMessage() {
        return messages.incrementAndGet();
    }

    void count(String what) {
        counts.computeIfAbsent(what, unused -> new AtomicLong()).incrementAndGet();
    }

    /** How often each command was given, and with which end. */
    public Map<String, AtomicLong> counts() {
        return new TreeMap<>(counts);
    }
}
