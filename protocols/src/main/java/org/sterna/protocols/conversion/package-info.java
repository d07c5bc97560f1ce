/**
 * Makes content that a next hop would not take into content that it takes: eight bits and binary (RFC 6152, RFC 3030) into seven, by
 * the encodings of RFC 2045 section 6. What a message says is the same before and after; signatures over its octets (DKIM) no longer fit,
 * signed parts (RFC 1847) are therefore never touched. Left out: header fields in UTF-8, which SMTPUTF8 alone can carry (RFC 6531).
 */
package org.sterna.protocols.conversion;
