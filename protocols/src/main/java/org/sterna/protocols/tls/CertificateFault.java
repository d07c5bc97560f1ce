package org.sterna.protocols.tls;

/**
 * Why a certificate is not good enough.
 *
 * @param text for logs and reports
 */
public record CertificateFault(TlsFault kind, String text) { }
