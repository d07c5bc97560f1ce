package org.sterna.platform.transfer;

import java.util.Optional;
import org.sterna.platform.tls.PeerCheck;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.tls.ServerNames;

/**
 * How a recipient's copy leaves, as routes and settings say at the time of an attempt. Recipients of one message with equal transports go
 * together.
 */
public sealed interface Transport {
    /**
     * To a host.
     *
     * @param destination name of what is limited, frozen and listed: the domain (A-labels, lower case) if its MX hosts are asked, {@code host:port} of a next hop
     * @param domain      of the recipients, if their MX hosts are asked
     * @param hop         a next hop by name; empty for the MX hosts of the domain
     * @param credentials name of those in the settings with which to log in; empty for none
     * @param sources     name of the pool of addresses to connect from; empty for what the sender's or the destination's rule says
     */
    record Host(String destination, String domain, Optional<NextHop> hop, Protocol protocol, TlsDemand tls, Optional<String> credentials,
            Optional<String> sources) implements Transport {
        /** To the MX hosts of a domain, as everybody does. */
        public static Host mx(String domain) {
            return new Host(domain, domain, Optional.empty(), Protocol.SMTP, TlsDemand.MAY, Optional.empty(), Optional.empty());
        }

        Host with(TlsDemand other) {
            return new Host(destination, domain, hop, protocol, other, credentials, sources);
        }
    }

    /** It is taken, and thrown away. */
    record Discard() implements Transport { }

    /** It is refused: for good, or for now, as the status says. */
    record Refuse(EnhancedStatus status, String text) implements Transport { }

    /** What is spoken to the host. */
    enum Protocol { SMTP, LMTP }

    /**
     * How much TLS a connection needs.
     *
     * @param implicit  TLS from the first octet (RFC 8314 section 3.3)
     * @param identity  name of the client certificate in the settings; empty for none
     * @param assurance why, and how the host proves who it is
     */
    record TlsDemand(Level level, boolean implicit, Optional<String> identity, HostAssurance assurance) {
        public static final TlsDemand MAY = new TlsDemand(Level.MAY, false, Optional.empty());

        /** As settings say. */
        public TlsDemand(Level level, boolean implicit, Optional<String> identity) {
            this(level, implicit, identity, HostAssurance.NONE);
        }

        /** From nothing to everything. */
        public enum Level {
            /** Never. */
            NONE,
            /** Where offered, with any certificate, and in the clear otherwise (RFC 7435). */
            MAY,
            /** Always, with any certificate. */
            ENCRYPT,
            /** Always, and the host proves who it is. */
            VERIFY
        }

        TlsDemand at(Level other) {
            return new TlsDemand(other, implicit, identity, assurance);
        }

        TlsDemand with(HostAssurance other) {
            return new TlsDemand(level, implicit, identity, other);
        }

        /** What the handshake looks at. */
        PeerCheck check() {
            if (level == Level.NONE || level != Level.VERIFY && !(assurance.check().orElse(new PeerCheck.Anyone()) instanceof PeerCheck.Authority)) {
                return new PeerCheck.Anyone();
            }
            PeerCheck check = assurance.check().orElse(new PeerCheck.Authority(ServerNames.Kind.ALTERNATIVE_OR_COMMON));
            return check instanceof PeerCheck.Authority authority && level != Level.VERIFY ? new PeerCheck.Watched(authority) : check;
        }
    }
}
