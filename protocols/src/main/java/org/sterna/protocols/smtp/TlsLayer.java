package org.sterna.protocols.smtp;

/**
 * The TLS under a session.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher such as {@code TLS_AES_256_GCM_SHA384}
 * @param bindable whether an authentication can be bound to it (RFC 5929)
 * @param certified whether the client has shown a certificate that is trusted
 */
public record TlsLayer(String protocol, String cipher, boolean bindable, boolean certified) {
    /** One that nothing is known of but its name. */
    public TlsLayer(String protocol, String cipher) {
        this(protocol, cipher, false, false);
    }
}
