package org.sterna.platform.delivery;

import java.time.Duration;

/**
 * How repeated transactions are known.
 *
 * @param enabled   false: every transaction is a new one
 * @param window    the life of a claim
 * @param silence   after which a reply that was flushed counts as lost for whoever sends the same again
 * @param maxClaims in memory; beyond it the oldest go
 * @param patience  how long a repetition waits until the first transaction is known to be durable
 */
public record ClaimRules(boolean enabled, Duration window, Duration silence, int maxClaims, Duration patience) { }
