package org.sterna.platform.tls;

import org.sterna.protocols.dane.DanePolicy;
import org.sterna.protocols.tls.ServerNames;

/** What a server has to prove in a handshake. */
public sealed interface PeerCheck {
    /** Nothing (RFC 7435 section 3). */
    record Anyone() implements PeerCheck { }

    /**
     * A trusted authority says that it is this host.
     *
     * @param names which of the certificate's names count
     */
    record Authority(ServerNames.Kind names) implements PeerCheck { }

    /** The same, but the handshake succeeds whatever is found, and what is found is known afterwards. */
    record Watched(Authority check) implements PeerCheck { }

    /** Its TLSA records say so; the server is asked for their base domain. */
    record Dane(DanePolicy policy) implements PeerCheck { }
}
