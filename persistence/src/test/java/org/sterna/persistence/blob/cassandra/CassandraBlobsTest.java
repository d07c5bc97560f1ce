package org.sterna.persistence.blob.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.Content;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.persistence.store.cassandra.DatabaseSettings;

@ExtendWith(CassandraExtension.class)
@Timeout(60)
class CassandraBlobsTest {
    private static Database database;
    private static CassandraBlobs blobs;

    @BeforeAll
    static void open() {
        database = Database.open(DatabaseSettings.of(CassandraExtension.contactPoint(), "stores_test"));
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
        get(blobs.refer(id, "holder", Optional.of(Duration.ofHours(1))));
        assertThat(ttl(id).orElseThrow()).isBetween(3_500, 3_600);
        get(blobs.write(id, 0, ByteBuffer.wrap(new byte[1]), Optional.empty()));    // before a mailbox event names it
        assertThat(ttl(id)).isEmpty();
        assertThat(references(id)).isEqualTo(1);
        get(blobs.unrefer(id, "holder"));
        assertThat(references(id)).isZero();
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
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
