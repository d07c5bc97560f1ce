package org.sterna.protocols.smtp;

/**
 * The TLS under a session.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher such as {@code TLS_AES_256_GCM_SHA384}
 */
public record TlsLayer(String protocol, String cipher) {}
