package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailLedger;

/**
 * Sends one message after the other as a queueing MTA does: to any node, and what is not acknowledged again, to any node, with the same envelope and octets, until
 * it is. Behind a lost reply it waits a little: it may be in the middle of being known (RFC 1047).
 */
final class MailSender implements Runnable {
    private static final int MESSAGES_PER_CONNECTION = 20;
    private static final double RELAYED = 0.2;
    private static final int SHORTEST_WAIT_MILLIS = 500;
    private static final int AFTER_REFUSAL_MILLIS = 2_000;
    private static final int AFTER_LOST_REPLY_MILLIS = 15_000;

    /** A connection and how often it was used. */
    private static final class Used {
        private final SmtpLink link;
        private final int faults;
        private int times;

        private Used(SmtpLink link, int faults) {
            this.link = link;
            this.faults = faults;
        }
    }

    private final Nodes nodes;
    private final Schedule schedule;
    private final Running running;
    private final MailLedger ledger;
    private final NumberedMessage messages;
    private final List<String> users;
    private final Random random;
    private final Map<Integer, Used> links = new HashMap<>();

    /** @param running ends when what is open is given up */
    MailSender(Nodes nodes, Schedule schedule, Running running, MailLedger ledger, NumberedMessage messages, List<String> users, long seed) {
        this.nodes = nodes;
        this.schedule = schedule;
        this.running = running;
        this.ledger = ledger;
        this.messages = messages;
        this.users = users;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        while (schedule.awaitNext()) {
            Mail mail = random.nextDouble() < RELAYED ? ledger.next(Mail.Kind.RELAYED, "anybody@" + Directory.OUTSIDE)
                    : ledger.next(Mail.Kind.LOCAL, users.get(random.nextInt(users.size())));
            boolean decided = false;
            while (!decided && running.goesOn()) {
                decided = isDecided(mail, nodes.any(random));
            }
            if (!decided) {
                ledger.refused(mail.number());
            }
        }
        links.values().forEach(used -> used.link.close());
    }

    /** One try. */
    private boolean isDecided(Mail mail, int node) {
        boolean dotSent = false;
        boolean well = isWell(node);
        try {
            SmtpLink link = link(node);
            String reply = link.ask("MAIL FROM:<" + Directory.SENDER + ">");
            reply = reply.startsWith("2") ? link.ask("RCPT TO:<" + mail.recipient() + ">") : reply;
            reply = reply.startsWith("2") ? link.ask("DATA") : reply;
            if (reply.startsWith("354")) {
                dotSent = true;
                reply = link.content(messages.octets(mail.number()));
                if (reply.startsWith("2")) {
                    ledger.acknowledged(mail.number());
                    return true;
                }
            }
            drop(node);                                      // a new connection begins anew, whatever state this one was left in
            ledger.triedInVain(reply, well && !nodes.isHurt(node));
            if (reply.startsWith("5")) {
                ledger.refused(mail.number());
                return true;
            }
            pause(AFTER_REFUSAL_MILLIS);
        } catch (IOException lost) {
            drop(node);
            if (dotSent) {
                ledger.replyLost(mail.number());
                ledger.triedInVain("the reply to the final dot was lost", well && !nodes.isHurt(node));
                pause(AFTER_LOST_REPLY_MILLIS);
            } else {
                ledger.triedInVain("the connection was lost or could not be made", well && !nodes.isHurt(node));
                pause(SHORTEST_WAIT_MILLIS);
            }
        }
        return false;
    }

    /** Nothing is done to it, nor was since the connection was made. */
    private boolean isWell(int node) {
        Used used = links.get(node);
        return !nodes.isHurt(node) && (used == null || used.faults == nodes.faults());
    }

    private void pause(int mostMillis) {
        running.pause(Duration.ofMillis(SHORTEST_WAIT_MILLIS + random.nextInt(mostMillis)));
    }

    private SmtpLink link(int node) throws IOException {
        Used used = links.get(node);
        if (used != null && used.times >= MESSAGES_PER_CONNECTION) {
            used.link.ask("QUIT");
            drop(node);
            used = null;
        }
        if (used == null) {
            used = new Used(SmtpLink.open(nodes.smtp(node)), nodes.faults());
            links.put(node, used);
        }
        used.times++;
        return used.link;
    }

    private void drop(int node) {
        Used used = links.remove(node);
        if (used != null) {
            used.link.close();
        }
    }
}
