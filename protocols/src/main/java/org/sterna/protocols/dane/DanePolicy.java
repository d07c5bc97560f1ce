package org.sterna.protocols.dane;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sterna.protocols.dns.DnsRecord.Tlsa;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tls.ServerNames;
import org.sterna.protocols.tlsrpt.ResultType;

/**
 * How a host has to prove who it is, by the TLSA records that were found for it (RFC 7672 section 3).
 *
 * @param base    the TLSA base domain: what the server is asked for (SNI), and the first name that its certificate may bear
 * @param names   others that it may bear (RFC 7672 section 3.2.2)
 * @param records that are usable; at least one
 */
public record DanePolicy(String base, List<String> names, List<Tlsa> records) {
    /** Longer chains are not looked at; public ones have three or four certificates. */
    private static final int MAX_CHAIN = 10;

    public DanePolicy {
        names = List.copyOf(names);
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("no records");
        }
    }

    /** Empty if no record is usable: then TLS is needed, and who the host is cannot be known (RFC 7672 section 2.2). */
    public static Optional<DanePolicy> of(String base, List<String> names, List<Tlsa> records) {
        List<Tlsa> usable = TlsaRecords.usable(records);
        return usable.isEmpty() ? Optional.empty() : Optional.of(new DanePolicy(base, names, usable));
    }

    /**
     * Whether the host has proved it; any record is enough.
     *
     * @param chain what it showed, its own certificate first
     * @return empty if it has
     */
    public Optional<CertificateFault> judge(List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return fault(ResultType.VALIDATION_FAILURE, "the host showed no certificate");
        }
        X509Certificate own = chain.get(0);
        // RFC 7672 section 3.1.1: neither names nor dates count.
        if (records.stream().anyMatch(record -> record.usage() == TlsaRecords.DANE_EE && TlsaRecords.matches(record, own))) {
            return Optional.empty();
        }
        List<Tlsa> anchors = records.stream().filter(record -> record.usage() == TlsaRecords.DANE_TA).toList();
        if (anchors.isEmpty()) {
            return fault(ResultType.VALIDATION_FAILURE, "no TLSA record of " + base + " matches the certificate");
        }
        return anchored(chain.subList(0, Math.min(chain.size(), MAX_CHAIN)), anchors, now);
    }

    /** RFC 7672 section 3.1.2: a chain to an authority that a record names, and a name of ours. */
    private Optional<CertificateFault> anchored(List<X509Certificate> chain, List<Tlsa> records, Instant now) {
        Set<TrustAnchor> anchors = anchors(chain, records);
        if (anchors.isEmpty()) {
            return fault(ResultType.CERTIFICATE_NOT_TRUSTED, "no TLSA record of " + base + " matches an authority of the certificate");
        }
        Optional<CertificateFault> fault = path(chain, anchors, now);
        ServerNames borne = ServerNames.of(chain.get(0));
        if (fault.isEmpty() && Stream.concat(Stream.of(base), names.stream()).noneMatch(name -> borne.match(name, ServerNames.Kind.ALTERNATIVE_OR_COMMON))) {
            return fault(ResultType.CERTIFICATE_HOST_MISMATCH, "the certificate is for " + borne.text() + ", not for " + base);
        }
        return fault;
    }

    private static Set<TrustAnchor> anchors(List<X509Certificate> chain, List<Tlsa> records) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (Tlsa record : records) {
            List<X509Certificate> matching = chain.stream().skip(1).filter(each -> TlsaRecords.matches(record, each)).toList();
            matching.forEach(each -> anchors.add(record.selector() == TlsaRecords.CERTIFICATE ? new TrustAnchor(each, null)
                    : new TrustAnchor(each.getSubjectX500Principal(), each.getPublicKey(), null)));
            // RFC 7671 section 5.2.2: one that is here in full need not be in the chain; section 5.2.3: nor a key, which then has signed the topmost.
            TlsaRecords.certificateIn(record).ifPresent(each -> anchors.add(new TrustAnchor(each, null)));
            Optional<PublicKey> key = matching.isEmpty() ? TlsaRecords.keyIn(record) : Optional.empty();
            key.ifPresent(each -> anchors.add(new TrustAnchor(chain.get(chain.size() - 1).getIssuerX500Principal(), each, null)));
        }
        return anchors;
    }

    private Optional<CertificateFault> path(List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now) {
        X509CertSelector own = new X509CertSelector();
        own.setCertificate(chain.get(0));
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(new ArrayList<>(chain))));
            parameters.setRevocationEnabled(false);              // RFC 7672 section 4: a key is revoked by removing its record
            parameters.setMaxPathLength(MAX_CHAIN);
            parameters.setDate(Date.from(now));
            PKIXCertPathBuilderResult built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
            return constrained(built, now);
        } catch (CertPathBuilderException e) {
            return chain.stream().anyMatch(each -> each.getNotAfter().toInstant().isBefore(now)) ? fault(ResultType.CERTIFICATE_EXPIRED, "the certificate, or one that came with it, is expired")
                    : fault(ResultType.CERTIFICATE_NOT_TRUSTED, "the certificate does not lead to an authority that a TLSA record of " + base + " names: " + e.getMessage());
        } catch (InvalidAlgorithmParameterException e) {
            return fault(ResultType.VALIDATION_FAILURE, String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                         // every JDK has them
        }
    }

    /** What the authority's own certificate says of itself holds, too (RFC 7671 section 5.2.1), which Java leaves aside for trust anchors. */
    private Optional<CertificateFault> constrained(PKIXCertPathBuilderResult built, Instant now) {
        X509Certificate anchor = built.getTrustAnchor().getTrustedCert();
        if (anchor == null) {
            return Optional.empty();
        }
        try {
            anchor.checkValidity(Date.from(now));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return fault(ResultType.CERTIFICATE_EXPIRED, "the authority that a TLSA record of " + base + " names is expired");
        }
        int authoritiesBetween = built.getCertPath().getCertificates().size() - 1;
        return anchor.getVersion() >= 3 && anchor.getBasicConstraints() < authoritiesBetween
                ? fault(ResultType.CERTIFICATE_NOT_TRUSTED, "the certificate that a TLSA record of " + base + " names must not sign this chain") : Optional.empty();
    }

    private static Optional<CertificateFault> fault(ResultType kind, String text) {
        return Optional.of(new CertificateFault(kind, text));
    }
}
