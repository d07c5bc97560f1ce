package org.sterna.protocols.smtp;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sterna.protocols.sasl.SaslMechanism;

/**
 * What one port of one host allows one client.
 *
 * @param hostName said in the greeting
 * @param extensions offered where they make sense; {@link ServiceExtension} tells where that is
 * @param mechanisms with which clients may authenticate, where their connection can carry them
 */
public record SmtpRules(
        String hostName, Role role, TlsOffer tlsOffer, AuthOffer authOffer, Set<ServiceExtension> extensions, SmtpLimits limits,
        List<SaslMechanism> mechanisms) {
    /** Who talks to the port: RFC 5598's MTA or MSA, or a host that hands over for final delivery. */
    public enum Role {
        /** Other hosts; the caller refuses recipients that would make it an open relay. */
        TRANSFER,
        /** Users. RFC 6409. */
        SUBMISSION,
        /** Hosts that want one reply for each recipient. RFC 2033. */
        LMTP
    }

    /** Whether STARTTLS is there to be used in the clear. */
    public enum TlsOffer {
        /** RFC 3207. */
        STARTTLS,
        /** No certificate, or implicit TLS (RFC 8314 section 3.3). */
        NONE
    }

    /** Whether clients authenticate; always under TLS only (RFC 4954 section 4). */
    public enum AuthOffer {
        /** AUTH is not known. */
        NONE,
        /** Who wants to may. */
        OFFERED,
        /** MAIL needs AUTH (RFC 6409 section 4.3). */
        REQUIRED
    }

    /** Copies both. */
    public SmtpRules {
        extensions = Set.copyOf(extensions);
        mechanisms = List.copyOf(mechanisms);
    }

    /** With the mechanisms that every client knows. */
    public SmtpRules(String hostName, Role role, TlsOffer tlsOffer, AuthOffer authOffer, Set<ServiceExtension> extensions, SmtpLimits limits) {
        this(hostName, role, tlsOffer, authOffer, extensions, limits, List.of(SaslMechanism.PLAIN, SaslMechanism.LOGIN));
    }

    /** Everything offered but XCLIENT, the default limits; users must authenticate, hosts cannot. */
    public static SmtpRules of(String hostName, Role role, TlsOffer tlsOffer) {
        return new SmtpRules(hostName, role, tlsOffer, role == Role.SUBMISSION ? AuthOffer.REQUIRED : AuthOffer.NONE,
                EnumSet.complementOf(EnumSet.of(ServiceExtension.XCLIENT)), SmtpLimits.DEFAULT);
    }

    /** Whether an extension is switched on. */
    public boolean knows(ServiceExtension extension) {
        return extensions.contains(extension);
    }

    /** The same with an extension more. */
    public SmtpRules with(ServiceExtension extension) {
        EnumSet<ServiceExtension> more = EnumSet.of(extension);
        more.addAll(extensions);
        return new SmtpRules(hostName, role, tlsOffer, authOffer, more, limits, mechanisms);
    }

    /** The same with an extension less. */
    public SmtpRules without(ServiceExtension extension) {
        EnumSet<ServiceExtension> fewer = EnumSet.noneOf(ServiceExtension.class);
        fewer.addAll(extensions);
        fewer.remove(extension);
        return new SmtpRules(hostName, role, tlsOffer, authOffer, fewer, limits, mechanisms);
    }

    /** The same with other limits. */
    public SmtpRules with(SmtpLimits others) {
        return new SmtpRules(hostName, role, tlsOffer, authOffer, extensions, others, mechanisms);
    }

    /** The same with other mechanisms. */
    public SmtpRules with(List<SaslMechanism> others) {
        return new SmtpRules(hostName, role, tlsOffer, authOffer, extensions, limits, others);
    }
}
