package org.sterna.platform.credentials;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.account.LoginScope;
import org.sterna.protocols.sasl.ChannelBindings;
import org.sterna.protocols.smtp.TlsLayer;

/**
 * Where somebody logs in from, and for what.
 *
 * @param remote       the client's address, behind a proxy that of whom it speaks for
 * @param bindings     what an exchange can be bound to; nothing in the clear
 * @param certificates the client's chain, its own first and verified; empty if it showed none
 */
public record LoginContext(LoginScope scope, InetAddress remote, ChannelBindings bindings, List<X509Certificate> certificates) {
    public LoginContext {
        certificates = List.copyOf(certificates);
    }

    /** On a connection that is not known to be secured. */
    public LoginContext(LoginScope scope, InetAddress remote) {
        this(scope, remote, ChannelBindings.NONE, List.of());
    }

    /**
     * The same with TLS below.
     *
     * @param own what this side has shown
     */
    public LoginContext over(Optional<X509Certificate> own, List<X509Certificate> peer) {
        return new LoginContext(scope, remote, own.map(ChannelBindings::of).orElse(ChannelBindings.NONE), peer);
    }

    /** The same, of another address: a proxy speaks for it. */
    public LoginContext of(InetAddress address) {
        return new LoginContext(scope, address, bindings, certificates);
    }

    /** What sessions are told of the TLS below. */
    public TlsLayer layer(String protocol, String cipher) {
        return new TlsLayer(protocol, cipher, !bindings.isEmpty(), !certificates.isEmpty());
    }
}
