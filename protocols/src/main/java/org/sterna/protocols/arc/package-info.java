/**
 * The Authenticated Received Chain (RFC 8617): validating the chain on a message and sealing it once more. Signatures, keys and hashes are those of
 * {@link org.sterna.protocols.dkim}.
 */
package org.sterna.protocols.arc;
