package org.sterna.persistence.claim;

import java.time.Instant;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;

/**
 * A transaction that was accepted, and whose {@code 250} may not have been read (RFC 1047).
 *
 * @param queueId of a message that is durable
 * @param at      when the claim arose; its life counts from here
 */
public record Claim(Fingerprint fingerprint, QueueId queueId, Instant at) { }
