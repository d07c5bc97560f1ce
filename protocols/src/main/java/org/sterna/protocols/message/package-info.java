/**
 * What a stored message looks like to those who read it: header fields, MIME structure, envelope, summary.
 *
 * <p>Covers RFC 5322 header sections (with the obsolete and broken forms met in practice), RFC 2045 to 2047 MIME and the
 * ENVELOPE and BODYSTRUCTURE views of RFC 9051 section 7.5.2. RFC 2231 and RFC 2047 forms inside structure and envelope stay
 * as they were received, which is what IMAP wants; decoding is offered for searching.
 *
 * <p><b>Octet strings.</b> Mail is octets, and a header may hold any of them. Where this package hands out a piece of a
 * header as a {@code String}, each char from 0 to 255 stands for one octet (ISO 8859-1), so nothing is lost and nothing is
 * guessed. Text that was decoded to Unicode says so in its documentation.
 *
 * <p><b>Content.</b> All offsets count octets from the start of the content: what a client reads, that is the prefix
 * added by us followed by the octets received, without the removed ranges.
 *
 * <p>For searching and sorting it offers texts decoded from any charset and folded by i;unicode-casemap (RFC 5051), of bodies
 * of any size ({@link org.sterna.protocols.message.FoldedText}), and base subjects (RFC 5256 section 2.1).
 *
 * <p>Left out: writing messages, signatures and encryption, uuencode.
 */
package org.sterna.protocols.message;
