package org.sterna.platform.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate of a handshake by the name the client asked for and the kinds of keys it takes, of which the JDK asks for one after the
 * other. The aliases that the JDK wants are numbers of this object's own.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private static final String NONE = null;                 // the JDK's word for "none of this kind"

    private final ShownCertificates shown;
    private final Map<TlsIdentity, String> aliases = new HashMap<>();
    private final Map<String, TlsIdentity> identities = new TreeMap<>();

    ServerKeys(ShownCertificates shown) {
        this.shown = shown;
        for (TlsIdentity identity : shown.all()) {
            String alias = Integer.toString(aliases.size());
            aliases.put(identity, alias);
            identities.put(alias, identity);
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return shown.candidates(serverName(engine)).stream().filter(identity -> fits(keyType, identity.key())).findFirst().map(aliases::get).orElse(NONE);
    }

    private static Optional<String> serverName(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream().filter(name -> name.getType() == StandardConstants.SNI_HOST_NAME)
                        .map(name -> new SNIHostName(name.getEncoded()).getAsciiName()).findFirst()
                : Optional.empty();
    }

    /** The JDK asks for a kind of keys by the name of its algorithm; a plain RSA key can make PSS signatures, too, and it asks for that by RSA. */
    private static boolean fits(String keyType, PrivateKey key) {
        return keyType.equals(key.getAlgorithm()) || keyType.equals("EC") && key.getAlgorithm().equals("ECDSA");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.get(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return identities.keySet().toArray(String[]::new);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("for engines only");
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        throw new UnsupportedOperationException("for servers only");
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("for servers only");
    }
}
