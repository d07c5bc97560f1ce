package org.sterna.platform.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.queue.cassandra.CassandraIntake;
import org.sterna.persistence.trace.TraceIndex;
import org.sterna.platform.routing.Routing;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.platform.transfer.Relay;

/**
 * What the queue needs of its node.
 *
 * @param slices    number of QueueSlice entities; the same on every node, for good
 * @param maxActive messages making their first attempt at one time; further ones wait in their slice
 * @param maxOctets what they may hold in memory together
 * @param inFlowDelay how long a message waits for room among them, and its client for the reply, before it goes to its slice
 * @param placePatience how long a first attempt waits in memory for a place: for its slice to start it again it would have to be read
 * @param reports   what reports hold, and when a delay is told
 * @param renewal   after what time a message that waits writes itself anew: the half of the intake's time
 * @param trace     where accepted messages are found again
 * @param signer    signs reports
 */
public record QueueServices(ActorSystem<?> system, ClusterSharding sharding, CassandraIntake intake, CassandraBlobs blobs, Relay relay, Routing routing,
        Retries retries, Clock clock, RandomGenerator random, String hostName, int slices, int maxActive, long maxOctets, Duration inFlowDelay,
        Duration placePatience, ReportRules reports, Duration renewal, TraceIndex trace, MessageSigner signer) {
    /** As it usually is. */
    public static final Duration PLACE_PATIENCE = Duration.ofSeconds(30);
}
