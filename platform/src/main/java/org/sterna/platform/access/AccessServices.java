package org.sterna.platform.access;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.config.MetadataSettings;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.quota.AccountQuotas;

/**
 * What a session that reads mailboxes needs of its node.
 *
 * @param hostName said in greetings
 * @param replicas the node's read sides of mailboxes
 * @param tls      makes a server engine for a connection that turns to TLS; empty where STARTTLS and STLS are not offered
 * @param random   for the names of new mailboxes and blobs
 * @param quotas   whether accounts have room
 * @param metadata limits and texts of METADATA
 * @param headers  header sections that searches have read
 */
public record AccessServices(String hostName, ClusterSharding sharding, ActorRef<MailboxReplicas.Message> replicas,
        CassandraMessages messages, CassandraBlobs blobs, Authenticator authenticator, CassandraSessionLog sessionLog,
        Optional<Supplier<SSLEngine>> tls, Clock clock, RandomGenerator random, AccountQuotas quotas,
        MetadataSettings metadata, HeaderMemory headers) {
    /** The same for a port with a certificate of its own. */
    public AccessServices withTls(Optional<Supplier<SSLEngine>> engines) {
        return new AccessServices(hostName, sharding, replicas, messages, blobs, authenticator, sessionLog, engines, clock, random, quotas, metadata, headers);
    }
}
