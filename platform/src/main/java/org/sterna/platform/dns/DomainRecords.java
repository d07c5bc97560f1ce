package org.sterna.platform.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sterna.config.Service;
import org.sterna.config.TlsMode;
import org.sterna.platform.dns.ZoneLine.Comparison;

/** The records that a domain needs for its mail to work well, for who writes its zone. Nothing is said that is not so. */
public final class DomainRecords {
    private static final int SMTP_PORT = 25;
    private static final int POLICY_ID_DIGITS = 20;          // RFC 8461 section 3.1 allows 32

    private final DomainFacts facts;
    private final String domain;
    private final String host;

    private record SrvLabel(String label, int priority) { }

    public DomainRecords(DomainFacts facts) {
        this.facts = facts;
        this.domain = facts.domain() + ".";
        this.host = facts.host() + ".";
    }

    /** What the zones of the domain and of the host need. */
    public List<ZoneLine> lines() {
        List<ZoneLine> lines = new ArrayList<>();
        lines.add(new ZoneLine(domain, "MX", "10 " + host, Comparison.SAME_TARGET));       // RFC 5321 section 5.1
        for (InetAddress address : facts.addresses()) {
            lines.add(new ZoneLine(host, address instanceof Inet4Address ? "A" : "AAAA", address.getHostAddress(), Comparison.SAME));
        }
        if (facts.mailboxes()) {
            lines.add(new ZoneLine(domain, "TXT", spf(), Comparison.SPF));
            lines.add(policy("_dmarc.", "v=DMARC1; p=none; rua=mailto:postmaster@" + facts.domain()));         // RFC 7489 section 6.3
        }
        lines.addAll(facts.keys());
        lines.add(policy("_mta-sts.", "v=STSv1; id=" + digest(stsPolicy().getBytes(US_ASCII)).substring(0, POLICY_ID_DIGITS)));
        lines.add(policy("_smtp._tls.", "v=TLSRPTv1; rua=mailto:postmaster@" + facts.domain()));              // RFC 8460 section 3
        facts.offers().forEach(offer -> lines.addAll(tlsa(offer)));
        if (facts.mailboxes()) {
            lines.addAll(services());
        }
        return lines;
    }

    private ZoneLine policy(String label, String text) {
        return new ZoneLine(label + domain, "TXT", text, Comparison.POLICY);
    }

    /** The MX is our host; where mail leaves from other addresses, too, these are named (RFC 7208 section 5). */
    private String spf() {
        StringBuilder text = new StringBuilder("v=spf1 mx");
        facts.sources().forEach(source -> text.append(source instanceof Inet4Address ? " ip4:" : " ip6:").append(source.getHostAddress()));
        return text.append(" ~all").toString();
    }

    /** What has to be served at {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (RFC 8461 section 3.2), with CRLF line ends. */
    public String stsPolicy() {
        return facts.sts().written();
    }

    /**
     * DANE-EE(3) SPKI(1) SHA2-256(1), as RFC 7672 section 3.1.1 recommends: it goes on to hold when a certificate is renewed with the same key. Other
     * servers come to port 25, whatever ours is behind a firewall.
     */
    private List<ZoneLine> tlsa(DomainFacts.Offer offer) {
        if (offer.service() == Service.LMTP || offer.service() == Service.SUBMISSION_ALT || offer.service() != Service.SMTP && !facts.mailboxes()) {
            return List.of();
        }
        int port = offer.service() == Service.SMTP ? SMTP_PORT : offer.port();
        return offer.certificates().stream().map(certificate -> new ZoneLine("_" + port + "._tcp." + host, "TLSA", "3 1 1 " + digestOfKey(certificate),
                Comparison.SAME)).toList();
    }

    /** RFC 6186 section 3, RFC 8314 section 5.1: IMAP is preferred to POP3, and TLS from the first octet to STARTTLS. */
    private List<ZoneLine> services() {
        List<ZoneLine> lines = new ArrayList<>();
        Set<String> offered = new LinkedHashSet<>();
        List<SrvLabel> labels = List.of(new SrvLabel("_submissions", 0), new SrvLabel("_submission", 10), new SrvLabel("_imaps", 0),
                new SrvLabel("_imap", 10), new SrvLabel("_pop3s", 20), new SrvLabel("_pop3", 30));
        for (SrvLabel label : labels) {
            for (DomainFacts.Offer offer : facts.offers()) {
                if (labelOf(offer).equals(label.label())) {
                    offered.add(label.label());
                    lines.add(new ZoneLine(label.label() + "._tcp." + domain, "SRV", label.priority() + " 1 " + offer.port() + " " + host,
                            Comparison.SAME_TARGET));
                }
            }
            if (!offered.contains(label.label())) {          // RFC 6186 section 3.4
                lines.add(new ZoneLine(label.label() + "._tcp." + domain, "SRV", "0 0 0 .", Comparison.SAME_OR_NONE));
            }
        }
        return lines;
    }

    /** Empty for what no program is told of: ports without TLS, and second ports. */
    private static String labelOf(DomainFacts.Offer offer) {
        if (offer.tls() == TlsMode.NONE) {
            return "";
        }
        String tls = offer.tls() == TlsMode.IMPLICIT ? "s" : "";
        return switch (offer.service()) {
            case SUBMISSION, SUBMISSIONS -> "_submission" + tls;
            case IMAP, IMAPS -> "_imap" + tls;
            case POP3, POP3S -> "_pop3" + tls;
            case SMTP, SUBMISSION_ALT, LMTP -> "";
        };
    }

    private static String digestOfKey(X509Certificate certificate) {
        return digest(certificate.getPublicKey().getEncoded());
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }
}
