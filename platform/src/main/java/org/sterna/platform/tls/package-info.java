/**
 * TLS of the ports and of outbound connections: certificate, private key, and the engines made of them. TLS 1.2 and 1.3 only
 * (RFC 8996, RFC 9325). Left out: the stage that carries the records (it belongs to the connections), DANE and MTA-STS.
 */
package org.sterna.platform.tls;
