/**
 * Where mail for a domain goes: MX, A and AAAA records as RFC 5321 section 5.1 uses them, the null MX of RFC 7505.
 * And what others need to find in the DNS about a domain of ours, to be printed and compared.
 * Leaves out DNSSEC and the TXT records of SPF, DKIM and DMARC.
 */
package org.sterna.platform.dns;
