/**
 * Octets of messages that are too large to travel with their event: chunks, and references of who holds them.
 *
 * <p>A blob lives as long as it has a reference. One that has none, and is old enough that nobody can be about to write the first, is condemned
 * by a lightweight transaction that fails if a reference came in between; sharing a condemned blob fails, too. Its chunks are deleted some time later,
 * so that who is reading can finish.
 */
package org.sterna.persistence.blob;
