package org.sterna.platform.dns;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sterna.config.Service;
import org.sterna.config.TlsMode;
import org.sterna.protocols.mtasts.StsPolicy;

/**
 * What the records of a domain depend on.
 *
 * @param domain    in ASCII, without a last dot
 * @param host      ours; the same form
 * @param mailboxes whether its users read and send their mail here
 * @param addresses of our host, as far as the settings tell them
 * @param sources   addresses that our mail comes from, beside those of the host
 * @param offers    the ports that are open
 * @param keys      the records of what signs for the domain
 * @param sts       its policy of MTA-STS
 */
public record DomainFacts(String domain, String host, boolean mailboxes, List<InetAddress> addresses, List<InetAddress> sources,
        List<Offer> offers, List<ZoneLine> keys, StsPolicy sts) {
    public DomainFacts {
        addresses = List.copyOf(addresses);
        sources = List.copyOf(sources);
        offers = List.copyOf(offers);
        keys = List.copyOf(keys);
    }

    /**
     * One port.
     *
     * @param certificates what is shown there to who asks for our host; empty without TLS
     */
    public record Offer(Service service, int port, TlsMode tls, List<X509Certificate> certificates) {
        public Offer {
            certificates = List.copyOf(certificates);
        }
    }
}
