package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sterna.platform.drill.audit.Mail;
import org.sterna.platform.drill.audit.MailLedger;
import org.sterna.platform.drill.audit.Silence;

/** Sends a message to one node again and again, so that it is known how long the node has taken none. Each is sent once. */
public final class AcceptanceProbe implements Runnable {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Nodes nodes;
    private final int node;
    private final Running running;
    private final MailLedger ledger;
    private final NumberedMessage messages;
    private final List<String> recipients;
    private final Silence silence = new Silence();
    private int sent;

    AcceptanceProbe(Nodes nodes, int node, Running running, MailLedger ledger, NumberedMessage messages, List<String> recipients) {
        this.nodes = nodes;
        this.node = node;
        this.running = running;
        this.ledger = ledger;
        this.messages = messages;
        this.recipients = recipients;
    }

    public int node() {
        return node;
    }

    public Silence silence() {
        return silence;
    }

    @Override
    public void run() {
        Optional<SmtpLink> link = Optional.empty();
        while (running.goesOn()) {
            Optional<Mail> underWay = Optional.empty();
            try {
                if (link.isEmpty()) {
                    link = Optional.of(SmtpLink.open(nodes.smtp(node)));
                }
                Mail mail = ledger.next(Mail.Kind.LOCAL, recipients.get(sent++ % recipients.size()));
                underWay = Optional.of(mail);
                send(link.get(), mail);
            } catch (IOException lost) {
                link.ifPresent(SmtpLink::close);
                link = Optional.empty();
                underWay.ifPresent(mail -> ledger.replyLost(mail.number()));
            }
            running.pause(BETWEEN);
        }
        link.ifPresent(SmtpLink::close);
    }

    private void send(SmtpLink link, Mail mail) throws IOException {
        for (String command : List.of("RSET", "MAIL FROM:<" + Directory.SENDER + ">", "RCPT TO:<" + mail.recipient() + ">", "DATA")) {
            String reply = link.ask(command);
            if (!reply.startsWith("2") && !reply.startsWith("354")) {
                ledger.triedInVain(reply, !nodes.isHurt(node));
                return;
            }
        }
        String reply = link.content(messages.octets(mail.number()));
        if (reply.startsWith("2")) {
            ledger.acknowledged(mail.number());
            silence.answered(System.nanoTime());
        } else {
            ledger.triedInVain(reply, !nodes.isHurt(node));
        }
    }
}
