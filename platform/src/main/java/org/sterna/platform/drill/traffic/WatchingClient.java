package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.sterna.platform.drill.audit.MailboxView;

/** Changes nothing: it is in IDLE most of the time, and must miss nothing that the others do. Now and then it leaves and resynchronises elsewhere. */
final class WatchingClient implements UserClient {
    private static final Duration BEFORE_THE_NEXT_TRY = Duration.ofMillis(500);
    private static final int MOST_IDLE_MILLIS = 5_000;
    private static final double CHECKS = 0.2;
    private static final double MOVES = 0.1;

    private final Nodes nodes;
    private final Running running;
    private final String account;
    private final Experience experience;
    private final Random random;
    private final SyncedMailbox mailbox;

    WatchingClient(Nodes nodes, Running running, String account, Experience experience, long seed) {
        this.nodes = nodes;
        this.running = running;
        this.account = account;
        this.experience = experience;
        this.random = new Random(seed);
        mailbox = new SyncedMailbox(new MailboxView("watcher of " + account));
    }

    @Override
    public void run() {
        while (running.goesOn()) {
            connected(false);
        }
        for (int attempt = 0; attempt < FlaggingClient.LAST_ATTEMPTS && !connected(true); attempt++) {
            running.pause(BEFORE_THE_NEXT_TRY);
        }
    }

    /** One connection; whether it ended as it should. */
    private boolean connected(boolean last) {
        int node = nodes.any(random);
        try (ImapLink link = ImapLink.login(nodes.imaps(node), account, (Socket made) -> { })) {
            mailbox.open(link, random.nextBoolean());
            mailbox.check(link);
            while (!last && running.goesOn() && random.nextDouble() >= MOVES) {
                ImapLink.Answer idle = link.idle(Duration.ofMillis(200 + random.nextInt(MOST_IDLE_MILLIS)));
                mailbox.take(idle);
                if (random.nextDouble() < CHECKS) {
                    mailbox.check(link);
                } else {
                    mailbox.catchUp(link);
                }
            }
            return true;
        } catch (ImapLink.Refused refusal) {
            experience.refused("watcher of " + account, node, refusal);
        } catch (IOException lost) {
            experience.lost("watcher of " + account, node, !nodes.isHurt(node), lost);
        }
        running.pause(BEFORE_THE_NEXT_TRY);
        return false;
    }

    @Override
    public List<String> violations() {
        return mailbox.view().violations();
    }
}
