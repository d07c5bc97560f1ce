package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.audit.Silence;

/** Sets and clears a flag of one mailbox again and again through a node that is not maltreated: how long that was not possible is how long the mailbox was away. */
public final class MailboxProbe implements Runnable {
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration BEFORE_THE_NEXT_TRY = Duration.ofMillis(200);

    private final Nodes nodes;
    private final Running running;
    private final String account;
    private final MailLedger ledger;
    private final NumberedMessage messages;
    private final Experience experience;
    private final Random random;
    private final Silence silence = new Silence();
    private volatile Socket socket = new Socket();
    private volatile int node;
    private boolean set;

    MailboxProbe(Nodes nodes, Running running, String account, MailLedger ledger, NumberedMessage messages, Experience experience, long seed) {
        this.nodes = nodes;
        this.running = running;
        this.account = account;
        this.ledger = ledger;
        this.messages = messages;
        this.experience = experience;
        this.random = new Random(seed);
    }

    public Silence silence() {
        return silence;
    }

    /** Goes elsewhere, if it is there. */
    public void leave(int maltreated) {
        if (node == maltreated && nodes.isToBeLeft(maltreated)) {
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException gone) {
            return;                                          // it was to be gone
        }
    }

    @Override
    public void run() {
        while (running.goesOn()) {
            node = nodes.healthy(random);
            try (ImapLink link = ImapLink.login(nodes.imaps(node), account, made -> socket = made)) {
                begin(link);
                while (running.goesOn() && !nodes.isToBeLeft(node)) {
                    toggle(link);
                }
            } catch (ImapLink.Refused refusal) {
                experience.refused(account, node, refusal);
            } catch (IOException lost) {
                if (!nodes.isToBeLeft(node)) {
                    experience.lost(account, node, !nodes.isHurt(node), lost);
                }
            }
            running.pause(BEFORE_THE_NEXT_TRY);
        }
    }

    /** There is a message. */
    private void begin(ImapLink link) throws IOException {
        boolean empty = link.must("SELECT INBOX").lines().stream().anyMatch(line -> line.text().equals("* 0 EXISTS"));
        if (empty) {
            Mail mail = ledger.next(Mail.Kind.APPENDED, account);
            if (link.ask("APPEND INBOX", Optional.of(messages.octets(mail.number()))).isOk()) {
                ledger.acknowledged(mail.number());
            }
        }
    }

    private void toggle(ImapLink link) throws IOException {
        ImapLink.Answer answer = link.ask("STORE 1 " + (set ? "-" : "+") + "FLAGS.SILENT ($Probe)");
        if (answer.isOk()) {
            set = !set;
            silence.answered(System.nanoTime());
            experience.answered("STORE of " + account + " at n" + (node + 1), answer.nanos());
        } else {
            experience.refused(account, node, new ImapLink.Refused("STORE", answer.status()));
        }
        running.pause(BETWEEN);
    }
}
