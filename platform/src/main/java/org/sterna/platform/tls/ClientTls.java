package org.sterna.platform.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
import javax.net.ssl.X509TrustManager;
import org.sterna.config.CassandraTls;
import org.sterna.config.ClientIdentity;
import org.sterna.platform.tls.bouncycastle.PemPair;

/**
 * Makes the client side's engines for mail to other servers, TLS 1.2 and 1.3 (RFC 8996). Thread-safe.
 *
 * <p>Those that do not verify accept any certificate: between MTAs most are self-signed or bear another name, the name itself comes from an unsigned MX
 * record, and the alternative to TLS with an unknown peer is no TLS at all. Opportunistic security (RFC 7435 section 3) protects against those who
 * listen, not against those who stand in between. Those that verify want what a {@link PeerCheck} says.
 */
public final class ClientTls {
    private static final char[] IN_MEMORY_ONLY = "in memory only".toCharArray();
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final X509TrustManager authorities;
    private final Map<String, TlsIdentity> identities;
    private final Clock clock = Clock.systemUTC();
    private final Map<Kind, SSLContext> contexts = new ConcurrentHashMap<>();

    private record Kind(boolean verified, Optional<String> identity) { }

    private ClientTls(Optional<KeyStore> authorities, Map<String, TlsIdentity> identities) {
        this.authorities = trust(authorities);
        this.identities = Map.copyOf(identities);
        identities.keySet().forEach(name -> context(new Kind(false, Optional.of(name))));       // a key that cannot be used is told at the start
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
     * Without certificates of our own.
     *
     * @param caFile  as above
     * @param setting that names it
     * @throws TlsException when it cannot be read
     */
    public static ClientTls of(Optional<Path> caFile, String setting) {
        return new ClientTls(caFile.map(file -> Authorities.read(file, setting)), Map.of());
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
     * A new handshake for one connection. Sessions are resumed only where nothing is checked: another one may find another certificate.
     *
     * @param host     asked for (RFC 6066 section 3), unless it is an IP address or the check has another name
     * @param identity name of the certificate that is shown if the server asks for one
     */
    public ClientHandshake handshake(String host, int port, PeerCheck check, Optional<String> identity) {
        Judge judge = new Judge(host, check, authorities, clock);
        return new ClientHandshake(() -> engine(host, port, check, identity, judge), judge);
    }

    private SSLEngine engine(String host, int port, PeerCheck check, Optional<String> identity, Judge judge) {
        SSLContext context = check instanceof PeerCheck.Anyone ? context(new Kind(false, identity)) : made(identity, judge);
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setServerNames(serverNames(check instanceof PeerCheck.Dane dane ? dane.policy().base() : host));   // RFC 7672 section 8.1
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
        return made(kind.identity(), kind.verified() ? authorities : new AnyCertificate());
    }

    private SSLContext made(Optional<String> identity, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.isPresent() ? keys(identity.get()) : new KeyManager[0], new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("a certificate or key of sterna.relay cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509TrustManager trust(Optional<KeyStore> authorities) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(authorities.orElse(null));                 // the JDK's word for its own
            return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast).findFirst().orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new TlsException("the certificates of trusted authorities cannot be used: " + e.getMessage(), e);
        }
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
