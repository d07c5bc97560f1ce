package org.sterna.persistence.account.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.store.cassandra.Database;

/** The table {@code cluster_secret}: random octets that all nodes share and nobody else knows. */
public final class ClusterSecret {
    private static final int OCTETS = 32;

    private ClusterSecret() { }

    /** The secret of this name; made by whoever asks first. 32 octets, the caller's own. */
    public static CompletionStage<byte[]> get(Database database, String name, SecureRandom random) {
        byte[] fresh = new byte[OCTETS];
        random.nextBytes(fresh);
        PreparedStatement insert = database.prepare("INSERT INTO cluster_secret (name, octets) VALUES (?, ?) IF NOT EXISTS");
        PreparedStatement select = database.prepare("SELECT octets FROM cluster_secret WHERE name = ?");
        return database.writeIf(insert.bind(name, ByteBuffer.wrap(fresh))).thenCompose(made -> database.readOne(
                select.bind(name).setConsistencyLevel(Database.serial()), row -> {
                    ByteBuffer octets = row.getByteBuffer("octets");
                    byte[] copy = new byte[octets.remaining()];
                    octets.get(copy);
                    return copy;
                })).thenApply(found -> found.orElseThrow(() -> new IllegalStateException("the secret " + name + " of the cluster is gone")));
    }
}
