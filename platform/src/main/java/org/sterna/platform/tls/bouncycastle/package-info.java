/** Reads and writes PEM files (RFC 7468) and makes self-signed certificates (RFC 5280) with Bouncy Castle. */
package org.sterna.platform.tls.bouncycastle;
