/** What the rules of SPF, DKIM, DMARC, ARC, DANE and MTA-STS want to know of the DNS, and in which form they are told. */
package org.sterna.protocols.dns;
