package org.sterna.persistence.claim.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ClaimStore;
import org.sterna.persistence.claim.ReplyFate;
import org.sterna.persistence.claim.UnreadReplies;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.cassandra.LastAcceptances;
import org.sterna.persistence.session.cassandra.LastSessions;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The tables {@code claim} and {@code reply}: of the first a node holds all in memory, of the second single rows are read when two
 * messages with one fingerprint meet. Both have the same partition key, so that a claim and its reply are one mutation. A write is stamped when it is asked for, so that a repeated one never undoes what was asked for
 * after it. Thread-safe; nothing blocks.
 *
 * <p>Of a dead incarnation are read: the acceptances in its windows of the intake that are not done, and in those of its last
 * {@link #lookBack} seconds; the sessions that were open at the last mark, those opened since or within these seconds, and
 * those of the acceptances. Whatever is older was either seen to arrive, or has its claim, or waits in a session that was
 * still open. The span is what the session log may be behind: two writes, each repeated until its deadline.
 */
public final class CassandraClaims implements ClaimStore {
    private final Database database;
    private final Duration life;
    private final Clock clock;
    private final AtomicLong stamp = new AtomicLong();
    private final PreparedStatement insert;
    private final PreparedStatement insertUnread;
    private final PreparedStatement insertRead;
    private final PreparedStatement selectFate;
    private final PreparedStatement delete;
    private final PreparedStatement select;
    private final LastAcceptances acceptances;
    private final LastSessions sessions;

    /** @param life of a claim */
    public CassandraClaims(Database database, Duration life, Clock clock) {
        this.database = database;
        this.life = life;
        this.clock = clock;
        insert = database.prepare("INSERT INTO claim (fingerprint, queue_id, at) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?");
        insertUnread = database.prepare("INSERT INTO reply (fingerprint, queue_id, unread) VALUES (?, ?, true) USING TTL ?");
        insertRead = database.prepare("INSERT INTO reply (fingerprint, queue_id, read) VALUES (?, ?, ?) USING TTL ?");
        selectFate = database.prepare("SELECT unread, read FROM reply WHERE fingerprint = ? AND queue_id = ?");
        delete = database.prepare("DELETE FROM claim USING TIMESTAMP ? WHERE fingerprint = ?");
        select = database.prepare("SELECT fingerprint, queue_id, at FROM claim LIMIT ?");
        acceptances = new LastAcceptances(database);
        sessions = new LastSessions(database);
    }

    /** Microseconds since 1970, each later than the one before. */
    private long stamp() {
        long now = clock.millis() * 1000;
        return stamp.updateAndGet(before -> Math.max(before + 1, now));
    }

    @Override
    public CompletionStage<Void> put(Claim claim) {
        long left = left(claim);
        return left <= 0 ? CompletableFuture.completedFuture(null)
                : database.write(BatchStatement.newInstance(DefaultBatchType.UNLOGGED, insert.bind(key(claim.fingerprint()),
                        claim.queueId().toString(), claim.at().toEpochMilli(), stamp(), Math.toIntExact(left)), unread(claim, left)));
    }

    @Override
    public CompletionStage<Void> putUnread(Claim claim) {
        long left = left(claim);
        return left <= 0 ? CompletableFuture.completedFuture(null) : database.write(unread(claim, left));
    }

    private long left(Claim claim) {
        return Duration.between(clock.instant(), claim.at().plus(life)).toSeconds();
    }

    private BoundStatement unread(Claim claim, long left) {
        return insertUnread.bind(key(claim.fingerprint()), claim.queueId().toString(), Math.toIntExact(left));
    }

    private static ByteBuffer key(Fingerprint fingerprint) {
        return ByteBuffer.wrap(fingerprint.octets());
    }

    @Override
    public CompletionStage<Void> putRead(Fingerprint fingerprint, QueueId queueId, Instant at) {
        return database.write(insertRead.bind(key(fingerprint), queueId.toString(), at.toEpochMilli(), Math.toIntExact(life.toSeconds())));
    }

    @Override
    public CompletionStage<Optional<ReplyFate>> fate(Fingerprint fingerprint, QueueId queueId) {
        return database.readOne(selectFate.bind(key(fingerprint), queueId.toString()), row ->
                new ReplyFate(!row.isNull("unread"), row.isNull("read") ? Optional.empty() : Optional.of(Instant.ofEpochMilli(row.getLong("read")))));
    }

    @Override
    public CompletionStage<Void> delete(Fingerprint fingerprint) {
        return database.write(delete.bind(stamp(), key(fingerprint)));
    }

    @Override
    public CompletionStage<List<Claim>> load(int most) {
        return database.readAll(select.bind(most), row -> {
            ByteBuffer octets = row.getByteBuffer("fingerprint");
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            return new Claim(Fingerprint.of(copy), QueueId.of(row.getString("queue_id")), Instant.ofEpochMilli(row.getLong("at")));
        });
    }

    /** How far the session log may be behind the conversation. */
    Duration lookBack() {
        return database.settings().writeDeadline().multipliedBy(2).plusSeconds(1);
    }

    @Override
    public CompletionStage<Unread> unreadBy(Incarnation dead) {
        UnreadReplies unread = new UnreadReplies();
        return sessions.mark(dead).thenCompose(mark -> acceptances.of(dead, mark.map(LastSessions.Mark::at).orElse(Instant.MIN), lookBack())
                .thenCompose(found -> {
                    found.accepted().forEach(each -> unread.accepted(each.id(), each.fingerprint(), each.at()));
                    Set<QueueId> seen = found.accepted().stream().map(LastAcceptances.Acceptance::id).collect(Collectors.toSet());
                    return sessions.read(dead, mark, found.sessions(), found.since(), unread::session).thenApply(unused -> new Unread(unread.claims(), seen));
                }));
    }
}
