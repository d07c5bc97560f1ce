package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.to;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.lease.Peers;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.transfer.ScriptedHost;

/** What an attempt does when its slice belongs to another node meanwhile. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class PassedSliceTest {
    private static final SteppedClock CLOCK = new SteppedClock();
    private static TestNode node;
    private static QueueDesk desk;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSetup setup = new QueueSetup().schedule(Cause.REPLY, Duration.ofMinutes(5), 1, 0);
        setup.clock = CLOCK;
        desk = new QueueDesk(TestQueue.with(node, setup), CLOCK);
    }

    @AfterAll
    static void stop() {
        desk.fixture().close();
        node.close();
    }

    @Test
    void attemptWhoseSliceHasPassedToAnotherNodeSendsNothing() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ScriptedHost host = QueueDesk.host(said -> {
            boolean again = heard.stream().anyMatch(before -> before.startsWith("RCPT"));
            heard.add(said);
            if (said.startsWith("RCPT") && again) {
                node.leases().among(Peers.NONE);                // one of several now, and this one owns no slice
            }
            return said.startsWith("RCPT") && !again ? "450 4.2.2 mailbox full" : ScriptedHost.willing(said);
        })) {
            QueueId id = desk.accept(to(host));
            desk.step(id, Duration.ofMinutes(5));
            assertThat(host.conversation()).filteredOn(said -> said.startsWith("RCPT") || said.equals("DATA")).hasSize(3);    // it was broken off before the content
            desk.allPlacesAreFree();
            assertThat(host.contents()).isEmpty();
            assertThat(desk.events(id, QueueEvent.RecipientRelayed.class)).isEmpty();
            assertThat(desk.events(id, QueueEvent.RecipientDeferred.class)).hasSize(1);
        }
    }
}
