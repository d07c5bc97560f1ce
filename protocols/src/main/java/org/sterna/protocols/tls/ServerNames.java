package org.sterna.protocols.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The names in a server's certificate (RFC 6125 section 6.4).
 *
 * @param dnsIds    of the alternative names, in lower case
 * @param addresses of the alternative names
 * @param common    the common names of the subject, in lower case
 */
public record ServerNames(List<String> dnsIds, List<InetAddress> addresses, List<String> common) {
    private static final int DNS_NAME = 2;                       // RFC 5280 section 4.2.1.6, GeneralName
    private static final int IP_ADDRESS = 7;
    private static final Pattern ADDRESS = Pattern.compile("\\[?([0-9.]+|(?i:IPv6:)?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\]?");

    /** Which of a certificate's names count. */
    public enum Kind {
        /** The alternative names only (RFC 8461 section 4.1). */
        ALTERNATIVE,
        /** Where there is no DNS name among the alternative ones the common name, too (RFC 6125 section 6.4.4, RFC 7672 section 3.2.3). */
        ALTERNATIVE_OR_COMMON
    }

    /** Reads them; of what cannot be read nothing is in it. */
    public static ServerNames of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        List<String> common = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            for (List<?> each : alternatives) {
                if (each.get(0).equals(DNS_NAME)) {
                    dns.add(each.get(1).toString().toLowerCase(Locale.ROOT));
                } else if (each.get(0).equals(IP_ADDRESS)) {
                    address(each.get(1).toString()).ifPresent(addresses::add);
                }
            }
            new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream().filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .forEach(part -> common.add(part.getValue().toString().toLowerCase(Locale.ROOT)));
        } catch (CertificateParsingException | InvalidNameException e) {
            return new ServerNames(List.of(), List.of(), List.of());
        }
        return new ServerNames(dns, addresses, common);
    }

    public ServerNames {
        dnsIds = List.copyOf(dnsIds);
        addresses = List.copyOf(addresses);
        common = List.copyOf(common);
    }

    /** @param reference a host name in ASCII, with or without a last dot, or an address with or without brackets */
    public boolean match(String reference, Kind kind) {
        String name = (reference.endsWith(".") ? reference.substring(0, reference.length() - 1) : reference).toLowerCase(Locale.ROOT);
        if (ADDRESS.matcher(name).matches()) {
            return address(name).filter(addresses::contains).isPresent();
        }
        List<String> presented = dnsIds.isEmpty() && kind == Kind.ALTERNATIVE_OR_COMMON ? common : dnsIds;
        return presented.stream().anyMatch(each -> matches(each, name));
    }

    /** A wildcard is the whole leftmost label and stands for exactly one (RFC 6125 section 6.4.3, RFC 7672 section 3.2.3). */
    static boolean matches(String presented, String name) {
        int dot = name.indexOf('.');
        return !name.isEmpty() && (presented.equals(name) || dot > 0 && presented.equals("*" + name.substring(dot)));
    }

    private static Optional<InetAddress> address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        String literal = bare.toLowerCase(Locale.ROOT).startsWith("ipv6:") ? bare.substring("ipv6:".length()) : bare;
        try {
            return ADDRESS.matcher(literal).matches() ? Optional.of(InetAddress.getByName(literal)) : Optional.empty();     // a literal: nothing is looked up
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** As in an error text. */
    public String text() {
        List<String> all = new ArrayList<>(dnsIds);
        addresses.forEach(each -> all.add(each.getHostAddress()));
        return all.isEmpty() ? String.join(", ", common) : String.join(", ", all);
    }
}
