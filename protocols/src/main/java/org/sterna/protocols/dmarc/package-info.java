/**
 * DMARC (RFC 7489): the policy that an author's domain publishes, whether SPF and DKIM authenticated that domain, what becomes of the
 * message, and the aggregate report about it. Nothing here waits: the DNS answers by {@link org.sterna.protocols.dns.DnsLookup}, and a random
 * number or an instant is given by the caller. Left out: failure reports ({@code ruf} and {@code fo} are read, no more), and
 * intervals other than a day ({@code ri}).
 */
package org.sterna.protocols.dmarc;
