/** Octets of messages that are too large to travel with their event: chunks, and references of who holds them. */
package org.sterna.persistence.blob;
