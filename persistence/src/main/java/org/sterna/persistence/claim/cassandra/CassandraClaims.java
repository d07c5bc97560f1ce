package org.sterna.persistence.claim.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.claim.ClaimStore;
import org.sterna.persistence.claim.UnreadReplies;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.cassandra.LastAcceptances;
import org.sterna.persistence.session.cassandra.LastSessions;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The table {@code claim}. A write is stamped when it is asked for, so that a repeated one never undoes what was asked for
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
        long left = Duration.between(clock.instant(), claim.at().plus(life)).toSeconds();
        return left <= 0 ? CompletableFuture.completedFuture(null)
                : database.write(insert.bind(ByteBuffer.wrap(claim.fingerprint().octets()), claim.queueId().toString(), claim.at().toEpochMilli(),
                        stamp(), Math.toIntExact(left)));
    }

    @Override
    public CompletionStage<Void> delete(Fingerprint fingerprint) {
        return database.write(delete.bind(stamp(), ByteBuffer.wrap(fingerprint.octets())));
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
    public CompletionStage<List<Claim>> unreadBy(Incarnation dead) {
        UnreadReplies unread = new UnreadReplies();
        return sessions.mark(dead).thenCompose(mark -> acceptances.of(dead, mark.map(LastSessions.Mark::at).orElse(Instant.MIN), lookBack())
                .thenCompose(found -> {
                    found.accepted().forEach(each -> unread.accepted(each.id(), each.fingerprint(), each.at()));
                    return sessions.read(dead, mark, found.sessions(), found.since(), unread::session);
                })).thenApply(unused -> unread.claims());
    }
}
