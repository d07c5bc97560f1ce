package org.sterna.persistence.trace;

import java.time.Instant;
import org.sterna.persistence.identity.QueueId;

/**
 * A message that a key may lead to: keys are stored as hashes, so the message itself says whether it does.
 *
 * @param at when it was accepted, in milliseconds
 */
public record TraceEntry(QueueId id, Instant at) { }
