package org.sterna.platform.transfer;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Makes the client side's engines for messages that require TLS (RFC 8689): the certificate must come from an authority this machine
 * trusts and name the host. Thread-safe.
 */
public final class VerifiedTls {
    private final SSLContext context;

    /** @param context decides which authorities are trusted */
    public VerifiedTls(SSLContext context) {
        this.context = context;
    }

    /** Trusts whom the JDK trusts. */
    public static VerifiedTls ofThisMachine() {
        try {
            return new VerifiedTls(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has TLS", e);
        }
    }

    /** A new engine for one connection; the handshake fails unless the certificate names the host (RFC 8689 section 4.2.1, RFC 6125). */
    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");         // the JDK's name for the rules of RFC 6125 about names of hosts
        engine.setSSLParameters(parameters);
        return engine;
    }
}
