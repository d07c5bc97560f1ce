/** Password hashing with Argon2id (RFC 9106), computed by Bouncy Castle. */
package org.sterna.protocols.crypto.bouncycastle;
