package org.sterna.platform.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * What one port shows to whom. Immutable.
 *
 * <p>A client that names a host (RFC 6066 section 3) gets a certificate that names it, exactly or by a wildcard for the leftmost label
 * (RFC 6125 section 6.4.3); any other gets the standard one. Refusing an unknown name would be of no use to mail clients, which check names
 * themselves, and would cost mail from servers that do not.
 */
public final class ShownCertificates {
    private static final int DNS_NAME = 2;                   // RFC 5280 section 4.2.1.6, GeneralName

    private final Set<TlsIdentity> all;
    private final List<TlsIdentity> standard;
    private final Map<String, List<TlsIdentity>> named;

    private ShownCertificates(Set<TlsIdentity> all, List<TlsIdentity> standard, Map<String, List<TlsIdentity>> named) {
        this.all = all;
        this.standard = standard;
        this.named = named;
    }

    /** @param identities the standard one first; at least one */
    public static ShownCertificates of(List<TlsIdentity> identities) {
        Map<String, List<TlsIdentity>> named = new HashMap<>();
        for (TlsIdentity identity : identities) {
            namesOf(identity.chain().get(0)).forEach(name -> named.computeIfAbsent(name, key -> new ArrayList<>()).add(identity));
        }
        Set<TlsIdentity> standard = new LinkedHashSet<>(List.of(identities.get(0)));
        namesOf(identities.get(0).chain().get(0)).stream().findFirst().ifPresent(name -> standard.addAll(named.get(name)));
        return new ShownCertificates(Set.copyOf(identities), List.copyOf(standard), Map.copyOf(named));
    }

    /** The one that is shown where nothing else is asked for. */
    public TlsIdentity standard() {
        return standard.get(0);
    }

    Set<TlsIdentity> all() {
        return all;
    }

    /**
     * All that may be shown to a client, the best first: several if they have keys of different kinds.
     *
     * @param serverName what the client calls us, in ASCII
     */
    public List<TlsIdentity> candidates(Optional<String> serverName) {
        return serverName.flatMap(this::named).orElse(standard);
    }

    private Optional<List<TlsIdentity>> named(String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return Optional.ofNullable(named.get(name)).or(() -> dot < 1 ? Optional.empty() : Optional.ofNullable(named.get("*" + name.substring(dot))));
    }

    /** Host names in lower case; the common name counts only where there are no alternative names (RFC 6125 section 6.4.4). */
    private static Collection<String> namesOf(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
            for (List<?> alternative : alternatives) {
                if (alternative.get(0).equals(DNS_NAME)) {
                    names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
            if (alternatives.isEmpty()) {
                new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream().filter(part -> part.getType().equalsIgnoreCase("CN"))
                        .forEach(part -> names.add(part.getValue().toString().toLowerCase(Locale.ROOT)));
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            return names;                                    // it can still be shown to who names no host
        }
        return names;
    }
}
