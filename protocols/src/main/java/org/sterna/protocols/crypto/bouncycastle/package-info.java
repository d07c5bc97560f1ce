/** Password hashing with Argon2id (RFC 9106) and bcrypt, computed by Bouncy Castle. */
package org.sterna.protocols.crypto.bouncycastle;
