package org.sterna.config;

/** When a port speaks TLS. */
public enum TlsMode {
    /** In the clear, until the client asks for TLS by STARTTLS or STLS. */
    STARTTLS,
    /** From the first octet (RFC 8314). */
    IMPLICIT,
    /** Never; STARTTLS is not offered. */
    NONE
}
