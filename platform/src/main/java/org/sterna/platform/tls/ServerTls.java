package org.sterna.platform.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the server side's engines: TLS 1.2 and 1.3, authenticated encryption with forward secrecy only (RFC 9325 section 4.2). */
public final class ServerTls {
    private static final char[] IN_MEMORY_ONLY = "in memory only".toCharArray();

    private final SSLContext context;
    private final String[] suites;

    /** @throws TlsException when the JDK cannot use the key */
    public ServerTls(TlsIdentity identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, IN_MEMORY_ONLY);
            store.setKeyEntry("node", identity.key(), IN_MEMORY_ONLY, identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, IN_MEMORY_ONLY);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("the certificate or key of sterna.tls cannot be used: " + e.getMessage(), e);
        }
        suites = Stream.of(context.getDefaultSSLParameters().getCipherSuites()).filter(ServerTls::isModern).toArray(String[]::new);
    }

    /** For those who need sockets; engines of {@link #engine} are stricter. */
    public SSLContext context() {
        return context;
    }

    /** A new engine for one connection; it shows the node's certificate whatever name the client asks for. */
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setCipherSuites(suites);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static boolean isModern(String suite) {
        boolean forwardSecret = suite.startsWith("TLS_ECDHE_") || suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
        return forwardSecret && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }
}
