package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.sterna.platform.drill.audit.FlagLedger;
import org.sterna.platform.drill.audit.Found;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.audit.MailboxView;
import org.sterna.platform.drill.audit.UidRanges;
import org.sterna.platform.drill.audit.ViewedMessage;

/**
 * The only one that changes anything in its account: reads, sets and clears flags, moves, appends. It notes what was answered with OK, and leaves a message alone
 * for ever once a command about it had no answer.
 */
final class FlaggingClient implements UserClient {
    static final int LAST_ATTEMPTS = 20;
    static final String FOLDER = "Kept";

    private static final Duration BEFORE_THE_NEXT_TRY = Duration.ofMillis(500);
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "$Work", "$Later");
    private static final int MOST_BETWEEN_MILLIS = 400;
    private static final double LEAVES = 0.02;

    private final Nodes nodes;
    private final Running running;
    private final String account;
    private final MailLedger ledger;
    private final NumberedMessage messages;
    private final Experience experience;
    private final Random random;
    private final SyncedMailbox mailbox;
    private final FlagLedger flags = new FlagLedger();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Set<String> violations = new TreeSet<>();
    private boolean folderMade;

    FlaggingClient(Nodes nodes, Running running, String account, MailLedger ledger, NumberedMessage messages, Experience experience, long seed) {
        this.nodes = nodes;
        this.running = running;
        this.account = account;
        this.ledger = ledger;
        this.messages = messages;
        this.experience = experience;
        this.random = new Random(seed);
        mailbox = new SyncedMailbox(new MailboxView("client of " + account));
    }

    String account() {
        return account;
    }

    FlagLedger flags() {
        return flags;
    }

    @Override
    public List<String> violations() {
        List<String> all = new ArrayList<>(mailbox.view().violations());
        all.addAll(violations);
        return all;
    }

    @Override
    public void run() {
        while (running.goesOn()) {
            connected(false);
        }
        for (int attempt = 0; attempt < LAST_ATTEMPTS && !connected(true); attempt++) {
            running.pause(BEFORE_THE_NEXT_TRY);
        }
    }

    private boolean connected(boolean last) {
        int node = nodes.any(random);
        try (ImapLink link = ImapLink.login(nodes.imaps(node), account, (Socket made) -> { })) {
            if (!folderMade) {
                link.ask("CREATE " + FOLDER);                  // NO if a lost one has made it
                folderMade = true;
            }
            mailbox.open(link, random.nextBoolean());
            mailbox.check(link);
            learnNumbers(link);
            seePromises();
            while (!last && running.goesOn() && random.nextDouble() >= LEAVES) {
                step(link, node);
                running.pause(Duration.ofMillis(random.nextInt(MOST_BETWEEN_MILLIS)));
            }
            return true;
        } catch (ImapLink.Refused refusal) {
            experience.refused("client of " + account, node, refusal);
        } catch (IOException lost) {
            experience.lost("client of " + account, node, !nodes.isHurt(node), lost);
        }
        running.pause(BEFORE_THE_NEXT_TRY);
        return false;
    }

    private void step(ImapLink link, int node) throws IOException {
        List<Long> free = numbers.keySet().stream().filter(uid -> mailbox.view().messages().containsKey(uid) && !flags.isUncertain(numbers.get(uid))).sorted().toList();
        int choice = random.nextInt(100);
        if (choice < 10 || free.isEmpty()) {
            mailbox.catchUp(link);
            learnNumbers(link);
        } else if (choice < 65) {
            store(link, node, free);
        } else if (choice < 75) {
            move(link, node, free.get(random.nextInt(free.size())));
        } else if (choice < 80) {
            append(link, node);
        } else if (choice < 97) {
            read(link, node, free.get(random.nextInt(free.size())));
        } else {
            mailbox.check(link);
        }
    }

    private void store(ImapLink link, int node, List<Long> free) throws IOException {
        Set<Long> chosen = new TreeSet<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            chosen.add(free.get(random.nextInt(free.size())));
        }
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        boolean set = random.nextInt(3) > 0;
        List<Integer> about = chosen.stream().map(numbers::get).toList();
        change(link, node, about, "UID STORE " + UidRanges.format(chosen) + " " + (set ? "+" : "-") + "FLAGS (" + flag + ")",
                () -> about.forEach(number -> flags.stored(number, flag, set)));
    }

    private void move(ImapLink link, int node, long uid) throws IOException {
        change(link, node, List.of(numbers.get(uid)), "UID MOVE " + uid + " " + FOLDER, () -> { });
    }

    /** A command about messages: what is promised is noted when it is answered with OK; otherwise it is not known what they are like. */
    private void change(ImapLink link, int node, List<Integer> about, String command, Runnable promised) throws IOException {
        boolean ok = false;
        try {
            ImapLink.Answer answer = link.ask(command);
            answered(command, node, answer);
            mailbox.take(answer);
            ok = answer.isOk();
            if (!ok) {
                experience.refused("client of " + account, node, new ImapLink.Refused(command.substring(0, 8), answer.status()));
            }
        } finally {
            if (ok) {
                promised.run();
            } else {
                about.forEach(flags::uncertain);
            }
        }
    }

    private void append(ImapLink link, int node) throws IOException {
        Mail mail = ledger.next(Mail.Kind.APPENDED, account);
        ImapLink.Answer answer = link.ask("APPEND " + (random.nextBoolean() ? "INBOX" : FOLDER), Optional.of(messages.octets(mail.number())));
        answered("APPEND", node, answer);
        mailbox.take(answer);
        if (answer.isOk()) {
            ledger.acknowledged(mail.number());
        } else {
            experience.refused("client of " + account, node, new ImapLink.Refused("APPEND", answer.status()));
        }
    }

    private void read(ImapLink link, int node, long uid) throws IOException {
        ImapLink.Answer answer = link.must("UID FETCH " + uid + " (BODY.PEEK[])");
        answered("UID FETCH", node, answer);
        mailbox.take(answer);
        answer.lines().stream().filter(line -> !line.literals().isEmpty())
                .filter(line -> !messages.isIntact(numbers.get(uid), line.literals().get(0)))
                .forEach(line -> violations.add("client of " + account + ": UID " + uid + " is not what was sent as number " + numbers.get(uid)));
    }

    private void answered(String command, int node, ImapLink.Answer answer) {
        if (!nodes.isHurt(node)) {
            experience.answered(command + " of " + account + " at n" + (node + 1), answer.nanos());
        }
    }

    /** Which messages the new UIDs are. */
    private void learnNumbers(ImapLink link) throws IOException {
        List<Long> unknown = mailbox.view().messages().keySet().stream().filter(uid -> !numbers.containsKey(uid)).toList();
        if (unknown.isEmpty()) {
            return;
        }
        ImapLink.Answer answer = link.must("UID FETCH " + UidRanges.format(unknown) + " (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])");
        mailbox.take(answer);
        answer.lines().stream().filter(line -> line.uid().isPresent() && !line.literals().isEmpty())
                .forEach(line -> numbers.put(line.uid().getAsLong(), messages.number(line.literal())));
    }

    /** All flags that were promised are seen, on whichever node this is. */
    private void seePromises() {
        Map<Long, ViewedMessage> view = mailbox.view().messages();
        List<Found> seen = view.keySet().stream().filter(numbers::containsKey)
                .map(uid -> new Found(account, "INBOX", uid, numbers.get(uid), true, view.get(uid).flags())).toList();
        violations.addAll(flags.lost(seen));
    }
}
