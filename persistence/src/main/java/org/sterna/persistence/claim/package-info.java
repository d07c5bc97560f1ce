/**
 * Transactions whose reply may never have reached the client, so that they are known again when they are repeated (RFC 1047,
 * DESIGN: duplicates). A claim says: who sends this again means the message with that queue id.
 */
package org.sterna.persistence.claim;
