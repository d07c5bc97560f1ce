package org.sterna.protocols.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.dns.DnsRecord.Tlsa;

/** Single TLSA records (RFC 6698 section 2.1). */
final class TlsaRecords {
    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int CERTIFICATE = 0;
    static final int KEY = 1;
    private static final int FULL = 0;
    private static final int SHA2_256 = 1;
    private static final int SHA2_512 = 2;
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private TlsaRecords() { }

    /** Those that say something we understand (RFC 6698 section 4.1); of two digests of one kind the stronger (RFC 7671 section 9). */
    static List<Tlsa> usable(List<Tlsa> records) {
        List<Tlsa> understood = records.stream().filter(TlsaRecords::isUsable).toList();
        return understood.stream().filter(each -> each.matchingType() != SHA2_256 || understood.stream().noneMatch(other ->
                other.usage() == each.usage() && other.selector() == each.selector() && other.matchingType() == SHA2_512)).toList();
    }

    static boolean isUsable(Tlsa record) {
        if (record.usage() != DANE_TA && record.usage() != DANE_EE || record.selector() != CERTIFICATE && record.selector() != KEY) {
            return false;
        }
        return switch (record.matchingType()) {
            case FULL -> record.selector() == CERTIFICATE ? certificate(record.data()).isPresent() : key(record.data()).isPresent();
            case SHA2_256 -> record.data().length == 32;
            case SHA2_512 -> record.data().length == 64;
            default -> false;
        };
    }

    /** Whether the record's data is of this certificate, or of its key. */
    static boolean matches(Tlsa record, X509Certificate certificate) {
        try {
            byte[] selected = record.selector() == CERTIFICATE ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
            return Arrays.equals(record.data(), switch (record.matchingType()) {
                case FULL -> selected;
                case SHA2_256 -> digest("SHA-256", selected);
                case SHA2_512 -> digest("SHA-512", selected);
                default -> throw new AssertionError(record);
            });
        } catch (CertificateEncodingException e) {
            return false;
        }
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);                         // every JDK has them
        }
    }

    /** The certificate that a record holds in full. */
    static Optional<X509Certificate> certificateIn(Tlsa record) {
        return record.selector() == CERTIFICATE && record.matchingType() == FULL ? certificate(record.data()) : Optional.empty();
    }

    /** The key that a record holds in full. */
    static Optional<PublicKey> keyIn(Tlsa record) {
        return record.selector() == KEY && record.matchingType() == FULL ? key(record.data()) : Optional.empty();
    }

    private static Optional<X509Certificate> certificate(byte[] der) {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return in.available() == 0 ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> key(byte[] der) {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException e) {
                continue;                                        // of another kind, or of none
            }
        }
        return Optional.empty();
    }
}
