package org.sterna.platform.node;

import java.security.SecureRandom;
import java.util.Locale;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.cassandra.ClusterSecret;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.protocols.srs.SenderRewriting;

/** How this node's cluster rewrites the senders of forwarded mail. */
final class RewrittenSenders {
    private RewrittenSenders() { }

    /** Blocks until the secret that all nodes share is read. */
    static SenderRewriting of(SternaSettings settings, Database database, SecureRandom random) {
        byte[] secret = Node.await(ClusterSecret.get(database, "rewritten-senders", random), "the cluster's secret could not be read");
        return new SenderRewriting(secret, settings.forwarding().domain().orElse(settings.node().hostName()).toLowerCase(Locale.ROOT), settings.forwarding().validity());
    }
}
