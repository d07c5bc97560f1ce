/** Password hashing with Argon2id (RFC 9106) and bcrypt, and Ed25519 (RFC 8032), computed by Bouncy Castle. */
package org.sterna.protocols.crypto.bouncycastle;
