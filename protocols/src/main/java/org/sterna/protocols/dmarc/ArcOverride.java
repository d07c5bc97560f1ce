package org.sterna.protocols.dmarc;

/**
 * A chain of ARC that passes, whose sealer is trusted here, and in which the first trusted set of results says that the message passed DMARC when
 * it came in there (RFC 8617 section 7.2.1). Who makes one has checked all of that.
 *
 * @param comment for the aggregate report, as RFC 8617 section 7.2.2 has it: {@code arc=pass as[1].d=lists.example as[1].s=s1 remote-ip[1]=192.0.2.1}
 */
public record ArcOverride(String comment) { }
