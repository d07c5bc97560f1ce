package org.sterna.persistence.blob.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.CondemnedBlobException;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class CassandraBlobsTest {
    private static final QueueId QUEUED = QueueId.of("q-0-1");
    private static final MailboxId MAILBOX = new MailboxId("m1");
    private static Database database;
    private static CassandraBlobs blobs;

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("stores_test"));
        blobs = new CassandraBlobs(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void chunksAreReadBackOverPartitions() {
        BlobId id = BlobId.random(new Random(1));
        int chunks = 66;                                                         // one partition holds 64
        byte[] last = {1, 2, 3};
        for (int chunk : new int[] {0, 63, 64}) {
            byte[] data = new byte[CassandraBlobs.CHUNK];
            data[0] = (byte) chunk;
            get(blobs.write(id, chunk, ByteBuffer.wrap(data), Optional.empty()));
        }
        get(blobs.write(id, 65, ByteBuffer.wrap(last), Optional.empty()));
        Content content = blobs.content(id, 65L * CassandraBlobs.CHUNK + 3);
        assertThat(content.chunks()).isEqualTo(chunks);
        assertThat(get(content.chunk(64)).get(0)).isEqualTo((byte) 64);
        assertThat(get(content.chunk(63)).remaining()).isEqualTo(CassandraBlobs.CHUNK);
        assertThat(get(content.chunk(65))).isEqualTo(ByteBuffer.wrap(last));
        assertThatThrownBy(() -> get(content.chunk(1))).hasRootCauseMessage("blob " + id + " has lost chunk 1");
        get(blobs.discard(id, chunks));
        for (int chunk : new int[] {0, 63, 64, 65}) {
            assertThatThrownBy(() -> get(content.chunk(chunk))).hasMessageContaining("has lost chunk " + chunk);
        }
    }

    @Test
    void lifeIsSetAndTakenAwayAgain() {
        BlobId id = BlobId.random(new Random(2));
        get(blobs.write(id, 0, ByteBuffer.wrap(new byte[1]), Optional.of(Duration.ofHours(1))));
        get(blobs.queued(id, QUEUED, Duration.ofHours(1)));
        assertThat(ttl(id).orElseThrow()).isBetween(3_500, 3_600);
        get(blobs.write(id, 0, ByteBuffer.wrap(new byte[1]), Optional.empty()));    // before a mailbox event names it
        assertThat(ttl(id)).isEmpty();
        assertThat(references(id)).isEqualTo(1);
        get(blobs.unqueued(id, QUEUED));
        assertThat(references(id)).isZero();
    }

    private static List<String> holders(BlobCensus.Standing standing) {
        return standing.references().stream().map(each -> each.holder().text()).toList();
    }

    @Test
    void whatIsAnnouncedIsSettledOrWithdrawn() {
        BlobCensus census = new BlobCensus(database);
        BlobId id = BlobId.random(new Random(3));
        get(blobs.announce(id, MAILBOX, "t1"));
        get(blobs.share(id, MAILBOX, "t2"));
        assertThat(holders(get(census.standing(id)))).containsExactly("a/m1/t1", "a/m1/t2");
        assertThat(get(census.standing(id)).references()).allSatisfy(each -> assertThat(each.at()).isAfter(Instant.EPOCH));
        get(blobs.settle(id, MAILBOX, "t1", 7));
        get(blobs.withdraw(id, MAILBOX, "t2"));
        get(blobs.held(id, MAILBOX, 8));
        assertThat(holders(get(census.standing(id)))).containsExactly("m/m1/7", "m/m1/8");
    }

    @Test
    void whoSharesBeforeABlobIsCondemnedSavesIt() {
        BlobCensus census = new BlobCensus(database);
        BlobId id = BlobId.random(new Random(4));
        BlobCensus.Standing free = get(census.standing(id));
        assertThat(free.references()).isEmpty();
        get(blobs.share(id, MAILBOX, "t1"));
        get(blobs.withdraw(id, MAILBOX, "t1"));
        assertThat(get(census.condemn(id, free))).as("somebody was there since").isFalse();
        BlobCensus.Standing again = get(census.standing(id));
        assertThat(again.condemned()).isEmpty();
        assertThat(get(census.condemn(id, again))).isTrue();
    }

    @Test
    void whoSharesACondemnedBlobIsTold() {
        BlobCensus census = new BlobCensus(database);
        BlobId id = BlobId.random(new Random(5));
        assertThat(get(census.condemn(id, get(census.standing(id))))).isTrue();
        assertThatThrownBy(() -> get(blobs.share(id, MAILBOX, "t1"))).hasRootCauseInstanceOf(CondemnedBlobException.class);
        assertThat(get(census.standing(id)).condemned()).isPresent();
        assertThat(holders(get(census.standing(id)))).isEmpty();
        assertThat(get(census.condemn(id, get(census.standing(id))))).as("once").isFalse();
    }

    @Test
    void everyPartIsFoundWithItsAge() {
        BlobCensus census = new BlobCensus(database);
        BlobId id = BlobId.random(new Random(6));
        BlobId mortal = BlobId.random(new Random(7));
        for (int chunk : new int[] {0, 1, 64}) {
            get(blobs.write(id, chunk, ByteBuffer.wrap(new byte[1]), Optional.empty()));
        }
        get(blobs.write(mortal, 0, ByteBuffer.wrap(new byte[1]), Optional.of(Duration.ofHours(1))));
        List<String> parts = new ArrayList<>();
        long after = Long.MIN_VALUE;
        for (List<BlobCensus.Part> page = get(census.page(after, 2)); !page.isEmpty(); page = get(census.page(after, 2))) {
            page.forEach(part -> parts.add(part.id() + " " + part.bucket()));
            after = page.get(page.size() - 1).token();
        }
        assertThat(parts).contains(id + " 0", id + " 1", mortal + " 0").doesNotHaveDuplicates();
        assertThat(get(census.written(id, 0)).orElseThrow()).isBetween(Instant.EPOCH.plusSeconds(1), Instant.MAX);
        assertThat(get(census.written(mortal, 0))).as("goes by itself").isEmpty();
        assertThat(get(census.chunks(id, 65))).isEqualTo(3);
        get(census.delete(id, 0));
        assertThat(get(census.written(id, 0))).isEmpty();
        assertThat(get(census.chunks(id, 65))).isEqualTo(1);
    }

    @Test
    void contentInMemoryIsOneChunk() {
        Content content = Content.of(new byte[] {7, 8});
        assertThat(content.chunks()).isEqualTo(1);
        assertThat(get(content.chunk(0))).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(Content.of(new byte[0]).chunks()).isZero();
    }

    private static Optional<Integer> ttl(BlobId id) {
        return get(database.readOne(SimpleStatement.newInstance("SELECT ttl(data) FROM blob WHERE id = ? AND bucket = 0 AND chunk = 0", id.value()),
                row -> Optional.ofNullable(row.get(0, Integer.class)))).orElseThrow();
    }

    private static int references(BlobId id) {
        return get(database.readAll(SimpleStatement.newInstance("SELECT holder FROM blob_reference WHERE id = ?", id.value()), row -> row.getString(0))).size();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
