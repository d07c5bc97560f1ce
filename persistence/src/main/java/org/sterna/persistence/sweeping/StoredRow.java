package org.sterna.persistence.sweeping;

import org.sterna.persistence.mailbox.StoredMessage;

/**
 * A row of the message table.
 *
 * @param inlineOctets stored in the row; 0 if they were not asked for
 */
public record StoredRow(long uid, StoredMessage message, int inlineOctets) { }
