/**
 * What a submission server mends in the header section of a message from a user: RFC 6409 section 8, RFC 5322 section 3.6, and whom the
 * message says it is from (RFC 6409 section 6.1).
 *
 * <p>{@link org.sterna.protocols.submission.SubmittedHeader} reads the header section; its {@code authors} let the caller decide about rights; its
 * {@code fix} says what to put in front of the octets received and which of them to take out. The octets that stay are never changed.
 *
 * <p>Left out: mending a Date that cannot be read, transfer encodings and signatures (RFC 6409 sections 8.4 and 8.5), replacing aliases
 * (section 8.7). What cannot be read with certainty is left alone.
 */
package org.sterna.protocols.submission;
