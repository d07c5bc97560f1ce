package org.sterna.platform.tls;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.sterna.config.ClientCertificates;
import org.sterna.config.ListenerTls;
import org.sterna.config.TlsSettings;
import org.sterna.config.TlsVersion;

/**
 * How one port speaks TLS.
 *
 * @param minimum           the oldest version
 * @param cipherSuites      by their names in Java, the best first
 * @param clientAuthorities those whose certificates clients are asked for; empty if clients are not asked
 */
public record TlsRules(TlsVersion minimum, List<String> cipherSuites, Optional<KeyStore> clientAuthorities) {
    public TlsRules {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** @throws TlsException when the authorities' file cannot be read */
    public static TlsRules of(TlsSettings settings, ListenerTls listener) {
        Optional<Path> authorities = settings.clientAuthorities().filter(file -> listener.clientCertificates() == ClientCertificates.WANTED);
        return new TlsRules(listener.minimum(), settings.cipherSuites(),
                authorities.map(file -> Authorities.read(file, "sterna.tls.client-authorities")));
    }
}
