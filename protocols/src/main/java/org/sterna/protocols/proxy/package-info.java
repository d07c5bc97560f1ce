/**
 * The PROXY protocol, versions 1 and 2, as a receiver: what a load balancer says in front of a connection that it passes on. There is
 * no RFC; the text is HAProxy's "The PROXY protocol". Left out: sending it, and what TLVs hold (they are passed over).
 */
package org.sterna.protocols.proxy;
