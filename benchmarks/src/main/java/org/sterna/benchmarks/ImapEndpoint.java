package org.sterna.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Where an IMAP server listens.
 *
 * @param tls the context for implicit TLS (RFC 8314 section 3.2); in the clear if empty
 */
record ImapEndpoint(InetSocketAddress address, Optional<SSLContext> tls) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static ImapEndpoint inTheClear(String hostAndPort) {
        return new ImapEndpoint(HostAndPort.parse(hostAndPort), Optional.empty());
    }

    static ImapEndpoint implicitTls(String hostAndPort) {
        return new ImapEndpoint(HostAndPort.parse(hostAndPort), Optional.of(trustingAll()));
    }

    Socket connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            plain.connect(address, Math.toIntExact(TIMEOUT.toMillis()));
            if (tls.isEmpty()) {
                return plain;
            }
            SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), true);
            secured.startHandshake();
            return secured;
        } catch (IOException failure) {
            plain.close();
            throw failure;
        }
    }

    /** The servers under test have self-signed certificates, and nothing secret is sent to them. */
    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has TLS", e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
