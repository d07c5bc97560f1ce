package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.delivery.QueueDesk.destination;
import static org.sterna.platform.delivery.QueueDesk.host;
import static org.sterna.platform.delivery.QueueDesk.to;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.embedded.cassandra.ProcessSignals;
import org.sterna.persistence.identity.QueueId;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.transfer.ScriptedHost;

/** A destination takes mail again just when the store does not answer: the attempts that cannot be made give their places back, and are made later. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class StoreAwayTest {
    @Test
    void whatCannotBeReadGivesItsPlaceBackAndGoesWhenTheStoreIsBack() throws IOException {
        SteppedClock clock = new SteppedClock();
        SwitchedQuotas quotas = new SwitchedQuotas();
        QueueSetup setup = new QueueSetup();
        setup.clock = clock;
        setup.quotas = quotas;
        try (ScriptedHost host = host(ScriptedHost::willing); TestNode node = TestNode.start(CassandraExtension.contactPoint())) {
            QueueDesk desk = new QueueDesk(TestQueue.impatient(node, setup), clock);
            quotas.of(destination(host)).down();
            List<QueueId> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(desk.accept(to(host)));
            }
            ids.forEach(desk::waits);
            clock.step(Duration.ofMinutes(1));
            desk.fixture().poke();
            ProcessSignals.stop(CassandraExtension.cassandra().pid());
            try {
                quotas.of(destination(host)).open();
                QueueDesk.eventually("they are started", () -> desk.fixture().startedBySlice() > 0);
                desk.allPlacesAreFree();
                assertThat(host.contents()).isEmpty();
            } finally {
                ProcessSignals.goOn(CassandraExtension.cassandra().pid());
            }
            long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
            while (host.contents().size() < ids.size()) {
                assertThat(System.nanoTime()).as("all are sent, and not only " + host.contents().size()).isLessThan(end);
                clock.step(Duration.ofSeconds(10));
                desk.fixture().poke();
            }
            ids.forEach(desk::completes);
            assertThat(host.contents()).hasSize(ids.size());
            desk.allPlacesAreFree();
            desk.fixture().close();
        }
    }
}
