package org.sterna.persistence.journal.pekko.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.journal.SnapshotCodec;
import org.sterna.persistence.journal.SnapshotCodec.PageKey;
import org.sterna.persistence.store.cassandra.Database;

/** Reading snapshots: manifests from the newest on, and pages by their names, many in a statement. */
final class SnapshotTables {
    static final int MANIFEST = -1;
    private static final int FORMAT = 1;
    /** Some 150 KiB of a mailbox's pages. */
    private static final int PAGES_IN_A_STATEMENT = 32;
    private static final int STATEMENTS_AT_ONCE = 4;

    /**
     * @param gone  what may still have to be deleted, superseded manifests included
     * @param first the first event whose bucket may still have to be deleted
     */
    record Manifest(long number, List<PageKey> pages, List<PageKey> gone, long first, byte[] body) {
        ByteBuffer written() {
            return new FieldWriter(pages.size() * 8 + body.length + 64).octet(FORMAT).list(pages, Manifest::key).list(gone, Manifest::key)
                    .number(first).octets(body).toBuffer();
        }

        static Manifest read(long number, ByteBuffer data) {
            FieldReader in = new FieldReader(data);
            int format = in.octet();
            if (format != FORMAT) {
                throw new UnreadableRecordException("snapshot format " + format + " is not known to this version of Sterna");
            }
            return new Manifest(number, in.list(Manifest::key), in.list(Manifest::key), in.number(), in.octets());
        }

        /** The number of a page is written with one more, because the manifest's is -1. */
        private static void key(FieldWriter out, PageKey key) {
            out.number(key.page() - MANIFEST).number(key.version());
        }

        private static PageKey key(FieldReader in) {
            return new PageKey(in.count() + MANIFEST, in.number());
        }
    }

    private final Database database;
    private final PreparedStatement manifests;
    private final PreparedStatement pages;

    SnapshotTables(Database database) {
        this.database = database;
        manifests = database.prepare("SELECT version, data FROM snapshot WHERE persistence_id = ? AND page = -1 ORDER BY page ASC, version DESC LIMIT 2");
        pages = database.prepare("SELECT page, version, data FROM snapshot WHERE persistence_id = ? AND (page, version) IN ("
                + String.join(", ", Collections.nCopies(PAGES_IN_A_STATEMENT, "(?, ?)")) + ")");
    }

    /** The last two, newest first. */
    CompletionStage<List<Manifest>> manifests(String persistenceId) {
        return database.readAll(manifests.bind(persistenceId), row -> Manifest.read(row.getLong("version"), row.getByteBuffer("data")));
    }

    /** Reads the pages of a snapshot and makes the state of them, on a thread of the common pool. */
    <S> CompletionStage<S> load(String persistenceId, Manifest manifest, SnapshotCodec<S> codec) {
        Map<PageKey, byte[]> loaded = new HashMap<>(manifest.pages().size() * 2);
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[STATEMENTS_AT_ONCE];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = lane(persistenceId, manifest, i * PAGES_IN_A_STATEMENT, loaded).toCompletableFuture();
        }
        return CompletableFuture.allOf(lanes).thenApplyAsync(unused -> {
            for (PageKey key : manifest.pages()) {
                if (!loaded.containsKey(key)) {
                    throw new IllegalStateException("snapshot " + manifest.number() + " of " + persistenceId + " has lost page " + key);
                }
            }
            return codec.read(manifest.body(), loaded);
        });
    }

    private CompletionStage<Void> lane(String persistenceId, Manifest manifest, int from, Map<PageKey, byte[]> loaded) {
        if (from >= manifest.pages().size()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Object> values = new ArrayList<>(2 * PAGES_IN_A_STATEMENT + 1);
        values.add(persistenceId);
        for (int i = 0; i < PAGES_IN_A_STATEMENT; i++) {
            PageKey key = manifest.pages().get(Math.min(from + i, manifest.pages().size() - 1));        // the last one fills up
            values.add(key.page());
            values.add(key.version());
        }
        return database.readAll(pages.bind(values.toArray()), SnapshotTables::page).thenCompose(read -> {
            synchronized (loaded) {
                read.forEach(each -> loaded.put(each.getKey(), each.getValue()));
            }
            return lane(persistenceId, manifest, from + STATEMENTS_AT_ONCE * PAGES_IN_A_STATEMENT, loaded);
        });
    }

    private static Map.Entry<PageKey, byte[]> page(Row row) {
        ByteBuffer data = row.getByteBuffer("data");
        byte[] octets = new byte[data.remaining()];
        data.get(octets);
        return Map.entry(new PageKey(row.getInt("page"), row.getLong("version")), octets);
    }
}
