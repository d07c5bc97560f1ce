/**
 * Sender Policy Framework (RFC 7208): whether a client may use the domain that it named in HELO or MAIL FROM. Records are checked whole
 * before they are evaluated, macros are expanded with bounded effort, and evaluation asks the DNS a bounded number of times. Left out:
 * records of the old type SPF (RFC 7208 section 3.1), and the reports of RFC 6652.
 */
package org.sterna.protocols.spf;
