package org.sterna.persistence.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The tables of Sterna (DESIGN: storage) and their version. Every statement can be run again, and by several nodes at a time.
 */
final class Schema {
    static final int VERSION = 6;
    /** A new table is written to Cassandra's own tables, which are flushed to disk. */
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration AGREEMENT = Duration.ofSeconds(100);

    private Schema() { }

    static void create(CqlSession session, DatabaseSettings settings) {
        String keyspace = settings.keyspace();
        BatchLimit.check(session);
        if (isComplete(session, keyspace)) {
            awaitAgreement(session);
            lengthenIntake(session, settings);
            return;
        }
        run(session, settings, "CREATE KEYSPACE IF NOT EXISTS " + keyspace + " WITH replication = {'class': 'NetworkTopologyStrategy', '"
                + settings.localDatacenter().replace("'", "''") + "': " + settings.replicationFactor() + "}");
        run(session, settings, "CREATE TABLE IF NOT EXISTS " + keyspace + "." + withId(keyspace, "schema_version (name text PRIMARY KEY, version int)"));
        for (String table : tables(settings.intakeLife(), settings.sessionLife())) {
            run(session, settings, "CREATE TABLE IF NOT EXISTS " + keyspace + "." + withId(keyspace, table));
        }
        awaitAgreement(session);
        run(session, settings, "INSERT INTO " + keyspace + ".schema_version (name, version) VALUES ('sterna', " + VERSION + ")");
    }

    /** Every node of Cassandra is asked to prepare statements: each must know the tables. One that is down learns of them when it comes back. */
    private static void awaitAgreement(CqlSession session) {
        long end = System.nanoTime() + AGREEMENT.toNanos();
        while (!session.checkSchemaAgreement()) {                // waits some seconds by itself
            if (System.nanoTime() - end > 0) {
                throw new SchemaException("the nodes of Cassandra do not agree on the tables within " + AGREEMENT.toSeconds()
                        + " s: look at `nodetool describecluster`, and start Sterna again");
            }
        }
    }

    /** The version is written behind the last table: where it stands, every table does. */
    private static boolean isComplete(CqlSession session, String keyspace) {
        boolean known = session.execute(SimpleStatement.newInstance(
                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = 'schema_version'", keyspace)).one() != null;
        if (!known) {
            return false;
        }
        Row row = session.execute(SimpleStatement.newInstance("SELECT version FROM " + keyspace + ".schema_version WHERE name = 'sterna'")).one();
        if (row != null && row.getInt("version") > VERSION) {
            throw new SchemaException("keyspace " + keyspace + " has schema version " + row.getInt("version") + ", this Sterna knows " + VERSION
                    + ": start the newer Sterna, or choose another sterna.cassandra.keyspace");
        }
        if (row != null && row.getInt("version") < VERSION) {
            throw new SchemaException("keyspace " + keyspace + " has schema version " + row.getInt("version") + ", which this Sterna, " + VERSION
                    + ", cannot read: formats are not final yet; choose another sterna.cassandra.keyspace, or a new data folder");
        }
        return row != null;
    }

    /**
     * Whoever lets messages wait longer than before must keep them longer. Tables are never made to forget sooner than they were: rows kept too
     * long harm nobody.
     */
    private static void lengthenIntake(CqlSession session, DatabaseSettings settings) {
        long life = settings.intakeLife().toSeconds();
        session.execute(SimpleStatement.newInstance("SELECT table_name, default_time_to_live FROM system_schema.tables WHERE keyspace_name = ?"
                + " AND table_name IN ('intake', 'intake_mark', 'trace')", settings.keyspace())).forEach(row -> {
                    if (row.getInt("default_time_to_live") < life) {
                        run(session, settings, "ALTER TABLE " + settings.keyspace() + "." + row.getString("table_name") + " WITH default_time_to_live = " + life);
                    }
                });
    }

    /** All statements go to one node, which knows what it has just made; the others hear of it a moment later. */
    private static Node coordinator(CqlSession session) {
        return session.getMetadata().getNodes().values().stream().filter(node -> node.getState() == NodeState.UP)
                .min(Comparator.comparing(node -> node.getEndPoint().toString())).orElse(null);        // the driver's word for any
    }

    /** Nodes that start together make the same tables: with identifiers of Cassandra's choice, each its own one, and rows of all but one would be lost. */
    private static String withId(String keyspace, String table) {
        String name = table.strip().substring(0, table.strip().indexOf(' '));
        UUID id = UUID.nameUUIDFromBytes((keyspace + "." + name).getBytes(StandardCharsets.UTF_8));
        return table + (table.contains(" WITH ") ? " AND" : " WITH") + " ID = " + id;
    }

    private static void run(CqlSession session, DatabaseSettings settings, String cql) {
        Duration usual = settings.requestTimeout();
        session.execute(SimpleStatement.newInstance(cql).setTimeout(usual.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : usual).setNode(coordinator(session)));
    }

    /**
     * Rows carry epoch and writer in their key, so that a late row never overwrites another writer's (docs/adr/0003). Chunks of blobs are written once and are
     * the most octets of all, so they are put together more rarely than Cassandra does by itself.
     */
    private static List<String> tables(Duration intakeLife, Duration sessionLife) {
        return List.of(
                """
                journal (persistence_id text, bucket bigint, number bigint, epoch bigint, incarnation text, event blob,
                  PRIMARY KEY ((persistence_id, bucket), number, epoch, incarnation))""",
                """
                message (persistence_id text, bucket bigint, uid bigint, epoch bigint, incarnation text, summary blob, octets blob,
                  PRIMARY KEY ((persistence_id, bucket), uid, epoch, incarnation))""",
                """
                snapshot (persistence_id text, page int, version bigint, data blob,
                  PRIMARY KEY (persistence_id, page, version)) WITH CLUSTERING ORDER BY (page ASC, version DESC)""",
                """
                intake (incarnation text, "window" bigint, message int, number int, epoch int, writer text, event blob, octets blob,
                  PRIMARY KEY ((incarnation, "window"), message, number, epoch, writer)) WITH default_time_to_live = %d
                  AND compaction = %s""".formatted(intakeLife.toSeconds(), timeWindows(intakeLife)),
                """
                intake_mark (incarnation text PRIMARY KEY, "window" bigint) WITH default_time_to_live = %d""".formatted(intakeLife.toSeconds()),
                """
                session_log (incarnation text, "window" bigint, session int, number int, event blob,
                  PRIMARY KEY ((incarnation, "window"), session, number)) WITH default_time_to_live = %d
                  AND compaction = %s""".formatted(sessionLife.toSeconds(), timeWindows(sessionLife)),
                """
                session_mark (incarnation text PRIMARY KEY, "window" bigint, open blob) WITH default_time_to_live = %d"""
                        .formatted(sessionLife.toSeconds()),
                """
                session_by_account (account text, hour bigint, opened bigint, session text, summary blob,
                  PRIMARY KEY ((account, hour), opened, session)) WITH CLUSTERING ORDER BY (opened DESC, session ASC)
                  AND default_time_to_live = %d AND compaction = %s""".formatted(sessionLife.toSeconds(), timeWindows(sessionLife)),
                """
                claim (fingerprint blob PRIMARY KEY, queue_id text, at bigint) WITH gc_grace_seconds = 3600""",
                """
                reply (fingerprint blob, queue_id text, unread boolean, read bigint, PRIMARY KEY (fingerprint, queue_id))""",
                """
                trace (bucket int, day int, key bigint, at bigint, message text,
                  PRIMARY KEY ((bucket, day), key, at, message)) WITH CLUSTERING ORDER BY (key ASC, at DESC, message ASC)
                  AND default_time_to_live = %d AND compaction = %s""".formatted(intakeLife.toSeconds(), timeWindows(intakeLife)),
                """
                blob (id text, bucket int, chunk int, data blob, PRIMARY KEY ((id, bucket), chunk))
                  WITH compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 8}""",
                """
                blob_reference (id text, holder text, at timestamp, condemned timestamp static, referred text static, PRIMARY KEY (id, holder))""",
                """
                sweep (name text PRIMARY KEY, owner text, place text)""",
                """
                lease (incarnation text PRIMARY KEY, node text, renewal bigint, state text, adopted boolean, joined boolean)""",
                """
                entity_owner (persistence_id text PRIMARY KEY, incarnation text, generation bigint)""",
                """
                directory_address (address text PRIMARY KEY, event bigint, entry blob)""",
                """
                login_failure (scope text, at bigint, node text, PRIMARY KEY (scope, at, node)) WITH gc_grace_seconds = 3600""",
                """
                cluster_secret (name text PRIMARY KEY, octets blob)""",
                """
                sts_policy (domain text PRIMARY KEY, id text, policy text, fetched bigint)""",
                """
                report_domain (kind text, day bigint, domain text, PRIMARY KEY ((kind, day), domain))""",
                """
                report_count (kind text, day bigint, domain text, row blob, incarnation text, count bigint,
                  PRIMARY KEY ((kind, day, domain), row, incarnation))""",
                """
                report_sending (kind text, day bigint, domain text, owner text, marked set<text>, done boolean, PRIMARY KEY ((kind, day, domain)))""",
                """
                report_received (domain text, day bigint, kind text, reporter text, id text, content blob,
                  PRIMARY KEY ((domain, day), kind, reporter, id))""");
    }

    /** About thirty windows over the life of the rows: expired ones are dropped as whole files. */
    private static String timeWindows(Duration life) {
        return "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': "
                + Math.max(1, life.toHours() / 30) + "}";
    }
}
