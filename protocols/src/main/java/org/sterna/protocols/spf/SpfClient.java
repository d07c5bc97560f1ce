package org.sterna.protocols.spf;

import java.net.InetAddress;
import java.time.Instant;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ReversePath;

/**
 * Who wants to send, as a session knows it.
 *
 * @param address  of the client; an IPv4 address that is mapped into IPv6 counts as IPv4
 * @param helo     what it called itself last; need not be a domain name
 * @param receiver name of the host that asks
 * @param now      for the macro {@code t}
 */
public record SpfClient(InetAddress address, String helo, String receiver, Instant now) {
    private static final String NOBODY = "postmaster";

    /** The question about the name it gave itself (RFC 7208 section 2.3). */
    public SpfQuestion askHelo() {
        return new SpfQuestion(SpfIdentity.HELO, this, NOBODY, helo);
    }

    /** The question about a reverse-path; a null one means {@code postmaster} at the name that the client gave (RFC 7208 section 2.4). */
    public SpfQuestion askMailFrom(ReversePath reversePath) {
        return reversePath instanceof Address address ? new SpfQuestion(SpfIdentity.MAIL_FROM, this, address.localPart().value(), address.domain().text())
                : new SpfQuestion(SpfIdentity.MAIL_FROM, this, NOBODY, helo);
    }
}
