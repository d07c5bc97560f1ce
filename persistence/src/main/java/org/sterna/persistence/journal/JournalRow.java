package org.sterna.persistence.journal;

import java.nio.ByteBuffer;
import org.sterna.persistence.identity.Incarnation;

/**
 * One written event.
 *
 * @param number      of the event in its entity's journal, from 1
 * @param epoch       of its writer: the highest epoch the writer saw when it recovered, and one more
 * @param incarnation the writer
 * @param event       the record; never changed
 */
public record JournalRow(long number, long epoch, Incarnation incarnation, ByteBuffer event) { }
