package org.sterna.platform.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sterna.config.CassandraTls;
import org.sterna.config.ClientIdentity;
import org.sterna.platform.tls.bouncycastle.PemPair;

/**
 * Makes the client side's engines for mail to other servers, TLS 1.2 and 1.3 (RFC 8996). Thread-safe.
 *
 * <p>Those that do not verify accept any certificate: between MTAs most are self-signed or bear another name, the name itself comes from an unsigned MX
 * record, and the alternative to TLS with an unknown peer is no TLS at all. Opportunistic security (RFC 7435 section 3) protects against those who
 * listen, not against those who stand in between. Those that verify want a certificate of a trusted authority that names the host.
 */
public final class ClientTls {
    private static final char[] IN_MEMORY_ONLY = "in memory only".toCharArray();
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final Optional<KeyStore> authorities;
    private final Map<String, TlsIdentity> identities;
    private final Map<Kind, SSLContext> contexts = new ConcurrentHashMap<>();

    private record Kind(boolean verified, Optional<String> identity) { }

    private ClientTls(Optional<KeyStore> authorities, Map<String, TlsIdentity> identities) {
        this.authorities = authorities;
        this.identities = Map.copyOf(identities);
        identities.keySet().forEach(name -> context(new Kind(false, Optional.of(name))));       // a key that cannot be used is told at the start
        context(new Kind(true, Optional.empty()));
    }

    /**
     * @param caFile     PEM certificates of the authorities that are trusted; empty for those the JDK trusts
     * @param identities client certificates by name
     * @throws TlsException when a file cannot be read or a key not be used
     */
    public static ClientTls of(Optional<Path> caFile, Map<String, ClientIdentity> identities) {
        Map<String, TlsIdentity> read = new HashMap<>();
        identities.forEach((name, files) -> {
            String setting = "sterna.relay.identities." + name + ".";
            read.put(name, PemPair.read(files.certificate(), files.key().orElse(files.certificate()), setting + "certificate",
                    setting + (files.key().isPresent() ? "key" : "certificate")));
        });
        return new ClientTls(caFile.map(file -> Authorities.read(file, "sterna.relay.ca-file")), read);
    }

    /**
     * What connections to Cassandra are made with: its certificates come from a trusted authority.
     *
     * @throws TlsException when a file cannot be read or a key not be used
     */
    public static SSLContext context(CassandraTls tls) {
        String name = "cassandra";
        Map<String, TlsIdentity> identity = new HashMap<>();
        tls.identity().ifPresent(files -> identity.put(name, PemPair.read(files.certificate(), files.key().orElse(files.certificate()),
                files.setting() + ".certificate", files.setting() + (files.key().isPresent() ? ".key" : ".certificate"))));
        ClientTls made = new ClientTls(tls.authorities().map(file -> Authorities.read(file, "sterna.cassandra.tls.authorities")), identity);
        return made.context(new Kind(true, identity.keySet().stream().findFirst()));
    }

    /** Trusts these authorities. */
    public static ClientTls trusting(List<X509Certificate> authorities, Map<String, TlsIdentity> identities) {
        return new ClientTls(Optional.of(Authorities.store(authorities)), identities);
    }

    /**
     * A new engine for one connection.
     *
     * @param host     sent to the server (RFC 6066 section 3) unless it is an IP address
     * @param verified the handshake fails unless a trusted authority's certificate names the host (RFC 6125)
     * @param identity name of the certificate that is shown if the server asks for one
     * @throws TlsException when there is no such identity
     */
    public SSLEngine engine(String host, int port, boolean verified, Optional<String> identity) {
        SSLEngine engine = context(new Kind(verified, identity)).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setServerNames(serverNames(host));
        if (verified) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");     // the JDK's name for the rules of RFC 6125 about names of hosts
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static List<SNIServerName> serverNames(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || ADDRESS.matcher(name).matches()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {               // such as an underscore: many servers have one, SNI forbids it
            return List.of();
        }
    }

    private SSLContext context(Kind kind) {
        return contexts.computeIfAbsent(kind, this::made);
    }

    private SSLContext made(Kind kind) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(kind.identity().isPresent() ? keys(kind.identity().get()) : new KeyManager[0],
                    kind.verified() ? trust() : new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("a certificate or key of sterna.relay cannot be used: " + e.getMessage(), e);
        }
    }

    private TrustManager[] trust() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities.orElse(null));                 // the JDK's word for its own
        return factory.getTrustManagers();
    }

    private KeyManager[] keys(String name) throws GeneralSecurityException, IOException {
        if (!identities.containsKey(name)) {
            throw new TlsException("there is no sterna.relay.identities." + name);
        }
        TlsIdentity identity = identities.get(name);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY_ONLY);
        store.setKeyEntry("client", identity.key(), IN_MEMORY_ONLY, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, IN_MEMORY_ONLY);
        return factory.getKeyManagers();
    }

    /** Extended, because the JDK would wrap a plain one in checks of its own. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
