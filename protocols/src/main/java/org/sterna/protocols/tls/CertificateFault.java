package org.sterna.protocols.tls;

import org.sterna.protocols.tlsrpt.ResultType;

/**
 * Why a host is not trusted.
 *
 * @param text for logs and reports
 */
public record CertificateFault(ResultType kind, String text) { }
