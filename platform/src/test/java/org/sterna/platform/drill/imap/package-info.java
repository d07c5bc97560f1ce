/**
 * A client that believes no server: it reads responses by a parser of its own, keeps of each selected mailbox only what it was told, and checks
 * every response against what RFC 9051, RFC 7162 and RFC 2180 allow. Random clients of it make the stress test, the interleavings and the fuzz test.
 */
package org.sterna.platform.drill.imap;
