/**
 * DMARC (RFC 7489): the policy that an author's domain publishes, whether SPF and DKIM authenticated that domain, what becomes of the
 * message, and the reports about it. Nothing here waits: the DNS answers by {@link org.sterna.protocols.dns.DnsLookup}, and a random
 * number or an instant is given by the caller. Left out: intervals other than a day ({@code ri}), and {@code rf}, whose only registered
 * format is the one that failure reports have.
 */
package org.sterna.protocols.dmarc;
