/**
 * Bearer tokens of an authorization server (RFC 6750) in the form of a JSON Web Token: RFC 7519, signed as RFC 7515 has it with RS256 or
 * ES256 (RFC 7518 section 3.1).
 *
 * <p>Left out: encrypted tokens, symmetric keys, tokens that only their issuer can read, and fetching keys: they are configured.
 */
package org.sterna.protocols.token;
