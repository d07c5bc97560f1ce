package org.sterna.platform.drill.traffic;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.platform.drill.cluster.Host;
import org.sterna.platform.drill.cluster.SternaNode;

/** What Cassandra holds of journals, their owners and the leases of nodes, read past every node. */
final class StoredJournals implements AutoCloseable {
    private static final int CASSANDRA = 9042;

    /** A row of a journal. */
    record StoredRow(long number, long epoch, String incarnation) {
    }

    private final CqlSession cql;

    private StoredJournals(CqlSession cql) {
        this.cql = cql;
    }

    static StoredJournals of(Host cassandra) {
        return new StoredJournals(CqlSession.builder().addContactPoint(new InetSocketAddress(cassandra.address(), CASSANDRA)).withLocalDatacenter("datacenter1")
                .withKeyspace("sterna").withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30)).build()).build());
    }

    /** As which this node runs now. */
    String incarnation(SternaNode node) {
        List<String> held = cql.execute("SELECT incarnation, node, state FROM lease").all().stream()
                .filter(row -> row.getString("node").startsWith(node.host().name() + ".") && row.getString("state").equals("held"))
                .map(row -> row.getString("incarnation")).toList();
        if (held.size() != 1) {
            throw new AssertionError("node " + node.host().name() + " should hold one lease, but holds " + held);
        }
        return held.get(0);
    }

    /** Who owns a journal, as an incarnation. */
    Optional<String> owner(String journal) {
        return Optional.ofNullable(cql.execute("SELECT incarnation FROM entity_owner WHERE persistence_id = ?", journal).one())
                .map(row -> row.getString("incarnation"));
    }

    /** The rows of a journal that has fewer than 256 events. */
    Set<StoredRow> rows(String journal) {
        Set<StoredRow> rows = new LinkedHashSet<>();
        for (Row row : cql.execute("SELECT number, epoch, incarnation FROM journal WHERE persistence_id = ? AND bucket = 0", journal)) {
            rows.add(new StoredRow(row.getLong("number"), row.getLong("epoch"), row.getString("incarnation")));
        }
        return rows;
    }

    @Override
    public void close() {
        cql.close();
    }
}
