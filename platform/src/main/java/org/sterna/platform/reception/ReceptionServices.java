package org.sterna.platform.reception;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLEngine;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.delivery.Claims;
import org.sterna.platform.delivery.DomainFlush;
import org.sterna.platform.delivery.MessageQueue;
import org.sterna.platform.policy.ClientLimits;
import org.sterna.platform.policy.Policies;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.signing.MessageSealer;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.platform.trust.JunkMailboxes;
import org.sterna.platform.trust.MessageChecks;

/**
 * What a session that receives mail needs of its node.
 *
 * @param routing  where recipients lead
 * @param senders  where the addresses lead that a user wants to send under; as {@code routing}, but no quota matters
 * @param checks   of mail from elsewhere
 * @param junk     where messages go that are to be kept apart
 * @param tls      makes a server engine for a connection that turns to TLS; empty where STARTTLS is not offered
 * @param signer   signs what users submit
 * @param sealer   seals what an alias leads out of our domains
 * @param blobLife TTL of blobs that only remote recipients wait for
 * @param arrivals told of what is accepted
 */
public record ReceptionServices(MessageQueue queue, Claims claims, DomainFlush domainFlush, Routing routing, Routing senders, Policies policies,
        MessageChecks checks, JunkMailboxes junk, ClientLimits limits, Authenticator authenticator, CassandraBlobs blobs, CassandraSessionLog sessionLog, Optional<Supplier<SSLEngine>> tls,
        Duration blobLife, Clock clock, RandomGenerator random, MessageSigner signer, MessageSealer sealer, Arrivals arrivals) { }
