package org.sterna.protocols.smtp;

import java.util.Optional;

/**
 * What holds for one connection as client, whatever messages go over it.
 *
 * @param clientName said with EHLO, HELO or LHLO
 * @param tlsActive TLS is on from the first octet (RFC 8314 section 3.3); for {@link TlsLevel#VERIFY} the caller has checked the certificate
 * @param credentials with which to log in before any message; without a login the connection is not used
 */
public record ClientRules(String clientName, Protocol protocol, TlsLevel tls, boolean tlsActive, Optional<ClientCredentials> credentials) {
    /** What is spoken. */
    public enum Protocol {
        /** RFC 5321. */
        SMTP("EHLO"),
        /** RFC 2033. */
        LMTP("LHLO");

        private final String hello;

        Protocol(String hello) {
            this.hello = hello;
        }

        String hello() {
            return hello;
        }
    }

    /** How much TLS is wanted. */
    public enum TlsLevel {
        /** Never: for hosts whose handshake has failed, and where an operator says so. */
        NONE,
        /** Where offered, with any certificate (RFC 7435); in the clear otherwise. */
        MAY,
        /** Always, with any certificate. */
        ENCRYPT,
        /** Always, with a certificate that the caller's handshake checks. */
        VERIFY;

        boolean isDemanded() {
            return this == ENCRYPT || this == VERIFY;
        }
    }
}
