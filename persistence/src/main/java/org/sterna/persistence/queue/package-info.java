/**
 * Queued messages: the rules of one message from acceptance to the last recipient's end, and of the slices in which those
 * that must wait are kept (DESIGN: actors). The intake that stores their events is in {@code queue.cassandra}.
 */
package org.sterna.persistence.queue;
