package org.sterna.platform.tls;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.sterna.config.TlsVersion;

/**
 * Makes the server side's engines of one port: TLS 1.2 and 1.3 only (RFC 8996), our order of cipher suites, session tickets (RFC 8446
 * section 4.6.1) as the JDK makes them. Thread-safe.
 *
 * <p>Each set of certificates has an SSLContext of its own. Handshakes under way and connections that are open keep theirs when the certificates
 * change; sessions made before are not resumed after, so that nobody goes on with a certificate that was taken away.
 */
public final class ServerTls {
    private final Supplier<ShownCertificates> source;
    private final TlsRules rules;
    private final String[] protocols;
    private volatile Made made;

    private record Made(ShownCertificates certificates, SSLContext context) { }

    /**
     * @param source what is shown at the moment; the same object as long as it has not changed
     * @throws TlsException when there is no such cipher suite, or none for the versions
     */
    public ServerTls(Supplier<ShownCertificates> source, TlsRules rules) {
        this.source = source;
        this.rules = rules;
        this.protocols = Stream.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2).filter(version -> version.compareTo(rules.minimum()) >= 0)
                .map(TlsVersion::javaName).toArray(String[]::new);
        this.made = make(source.get());
        checkSuites(made.context());
    }

    /** A new engine for one connection. */
    public SSLEngine engine() {
        SSLEngine engine = current().context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols);
        parameters.setCipherSuites(rules.cipherSuites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        if (rules.clientAuthorities().isPresent()) {
            parameters.setWantClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private Made current() {
        Made now = made;
        return now.certificates() == source.get() ? now : renewed();
    }

    private synchronized Made renewed() {
        ShownCertificates certificates = source.get();
        if (made.certificates() != certificates) {
            made = make(certificates);
        }
        return made;
    }

    private Made make(ShownCertificates certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ServerKeys(certificates)}, trust(), null);
            return new Made(certificates, context);
        } catch (GeneralSecurityException e) {
            throw new TlsException("TLS cannot be spoken: " + e.getMessage(), e);
        }
    }

    /** Without authorities nobody is asked for a certificate, and nothing is trusted if one is sent all the same. */
    private TrustManager[] trust() throws GeneralSecurityException {
        if (rules.clientAuthorities().isEmpty()) {
            return new TrustManager[0];
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(rules.clientAuthorities().get());
        return factory.getTrustManagers();
    }

    private void checkSuites(SSLContext context) {
        Set<String> known = Set.copyOf(Arrays.asList(context.getSupportedSSLParameters().getCipherSuites()));
        List<String> unknown = new ArrayList<>(rules.cipherSuites());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new TlsException("sterna.tls.cipher-suites has " + unknown.get(0) + ", which Java does not know");
        }
        if (rules.minimum() == TlsVersion.TLS_1_3 && rules.cipherSuites().stream().noneMatch(ServerTls::isForTls13)) {
            throw new TlsException("sterna.tls.cipher-suites has none for TLS 1.3, such as TLS_AES_128_GCM_SHA256, but a listener has tls-minimum = 1.3");
        }
    }

    /** Their names leave out the key exchange, which TLS 1.3 agrees on elsewhere (RFC 8446 appendix B.4). */
    private static boolean isForTls13(String suite) {
        return !suite.contains("_WITH_");
    }
}
