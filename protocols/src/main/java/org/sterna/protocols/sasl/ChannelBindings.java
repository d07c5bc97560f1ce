package org.sterna.protocols.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What ties an exchange to its TLS connection: data by the name of the type (RFC 5056). Of the types, {@code tls-server-end-point} is
 * known (RFC 5929 section 4); for {@code tls-exporter} (RFC 9266) a TLS library must hand out keying material, which Java's does not.
 *
 * @param data base64 by type; empty if nothing can be bound
 */
public record ChannelBindings(Map<String, String> data) {
    public static final ChannelBindings NONE = new ChannelBindings(Map.of());
    public static final String SERVER_END_POINT = "tls-server-end-point";

    public ChannelBindings {
        data = Map.copyOf(data);
    }

    /** Those of a connection on which the server has shown this certificate; none if its signature has no hash of its own (RFC 5929 section 4.1). */
    public static ChannelBindings of(X509Certificate certificate) {
        return hash(certificate.getSigAlgName()).map(algorithm -> {
            try {
                byte[] hash = MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
                return new ChannelBindings(Map.of(SERVER_END_POINT, Base64.getEncoder().encodeToString(hash)));
            } catch (GeneralSecurityException cannotBeHashed) {
                return NONE;
            }
        }).orElse(NONE);
    }

    /** MD5 and SHA-1 are replaced by SHA-256. */
    private static Optional<String> hash(String signature) {
        String upper = signature.toUpperCase(Locale.ROOT);
        int with = upper.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        return switch (upper.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> Optional.of("SHA-256");
            case "SHA224" -> Optional.of("SHA-224");
            case "SHA384" -> Optional.of("SHA-384");
            case "SHA512" -> Optional.of("SHA-512");
            default -> Optional.empty();
        };
    }

    public boolean isEmpty() {
        return data.isEmpty();
    }

    Optional<byte[]> of(String type) {
        return Optional.ofNullable(data.get(type)).map(Base64.getDecoder()::decode);
    }
}
