package org.sterna.platform.sweeping;

import java.time.Duration;

/**
 * What may be removed, and how fast.
 *
 * @param retention   how long the content of expunged messages is kept
 * @param orphanAge   how old octets without a message must be to be taken for forgotten
 * @param deleteAfter how long condemned octets can still be read
 * @param interval    between two rounds
 * @param rate        things looked at in a second
 */
public record SweepRules(Duration retention, Duration orphanAge, Duration deleteAfter, Duration interval, int rate) { }
