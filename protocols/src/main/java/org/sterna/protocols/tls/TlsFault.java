package org.sterna.protocols.tls;

import java.util.Locale;

/** What failed, as reports on TLS name it (RFC 8460 section 4.3). */
public enum TlsFault {
    /** The host offers no STARTTLS. */
    STARTTLS_NOT_SUPPORTED,
    /** The certificate bears none of the names that it may bear. */
    CERTIFICATE_HOST_MISMATCH,
    /** The certificate, or one that it depends on, is expired. */
    CERTIFICATE_EXPIRED,
    /** The certificate leads to nobody that is trusted. */
    CERTIFICATE_NOT_TRUSTED,
    /** Anything else. */
    VALIDATION_FAILURE,
    /** No TLSA record of a DANE policy can be used, or none holds for the certificate. */
    TLSA_INVALID,
    /** The signatures of the DNS could not be validated. */
    DNSSEC_INVALID,
    /** We demand DANE, and there are no records. */
    DANE_REQUIRED,
    /** A policy of MTA-STS is announced, and could not be fetched. */
    STS_POLICY_FETCH_ERROR,
    /** What was fetched is no policy. */
    STS_POLICY_INVALID,
    /** The certificate of the server that has the policy is not good. */
    STS_WEBPKI_INVALID;

    /** The result type, such as {@code starttls-not-supported}. */
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
