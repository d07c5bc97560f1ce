/**
 * Mail to other hosts: RFC 5598's MTA as a client. {@link org.sterna.platform.transfer.Transports} decides how a copy leaves;
 * {@link org.sterna.platform.transfer.Relay} takes it there: an agent for each destination with places, a fair queue and attempts as its quotas allow, MX
 * hosts in their order (RFC 5321 section 5), connections that carry one message after the other, TLS as it is demanded or can be had (RFC 7435).
 *
 * <p>Left out: retry schedules (the queue's), limits and health (destination's), and what decides on TLS by DNS or web (a
 * {@link org.sterna.platform.transfer.TlsPolicy}).
 */
package org.sterna.platform.transfer;
