/**
 * Reports of what became of a message: RFC 3464 in the multipart/report of RFC 6522, with the fields that RFC 3461, RFC 2852 and RFC 4865
 * add, and the types of RFC 6533 for addresses and header sections in UTF-8; also what an operator is told. Whether a report is wanted is for
 * the queue to decide; reports of others are not read.
 */
package org.sterna.protocols.dsn;
