/**
 * The Sender Rewriting Scheme: a reverse-path in a domain of ours for mail that we forward elsewhere, so that the sender's SPF need not name us, and
 * reports still come back to the sender. There is no RFC; the scheme is that of Meng Wong and Shevek ("The Sender Rewriting Scheme", 2004), whose forms
 * SRS0 and SRS1 all forwarders share. Left out: the database variant, in which the address is a key.
 */
package org.sterna.protocols.srs;
