/**
 * The forms in which passwords are stored, here and by other programs: Argon2id (RFC 9106), bcrypt, PBKDF2 (RFC 8018), SHA-512-crypt and
 * salted SHA hashes. All are checked; new ones are Argon2id.
 */
package org.sterna.protocols.crypto;
