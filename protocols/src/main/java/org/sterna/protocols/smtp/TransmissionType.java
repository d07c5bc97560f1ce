package org.sterna.protocols.smtp;

/** The values of {@code with} in a Received field. RFC 3848. */
public enum TransmissionType {
    /** HELO. */
    SMTP,
    /** EHLO. */
    ESMTP,
    /** EHLO under TLS. */
    ESMTPS,
    /** EHLO with AUTH. */
    ESMTPA,
    /** EHLO under TLS with AUTH. */
    ESMTPSA
}
