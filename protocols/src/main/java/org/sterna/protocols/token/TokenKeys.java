package org.sterna.protocols.token;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys in PEM (RFC 7468): keys by themselves, or in certificates, of which nothing else is looked at. */
public final class TokenKeys {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\\s*([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private TokenKeys() {}

    /** @throws IllegalArgumentException when the text holds no key, or one that is too weak or of another kind; the message says so */
    public static List<PublicKey> read(String pem) {
        List<PublicKey> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            byte[] octets = Base64.getMimeDecoder().decode(block.group(2));
            PublicKey key = block.group(1).equals("CERTIFICATE") ? certified(octets) : bare(octets);
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < 2048) {
                throw new IllegalArgumentException("an RSA key of " + rsa.getModulus().bitLength() + " bits, where 2048 are the least");
            }
            if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() != 256) {
                throw new IllegalArgumentException("an EC key on another curve than P-256");
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no PUBLIC KEY and no CERTIFICATE in it");
        }
        return keys;
    }

    private static PublicKey certified(byte[] octets) {
        try {
            PublicKey key = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets)).getPublicKey();
            if (key instanceof RSAPublicKey || key instanceof ECPublicKey) {
                return key;
            }
            throw new IllegalArgumentException("a key that is neither RSA nor EC");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate that cannot be read", e);
        }
    }

    private static PublicKey bare(byte[] octets) {
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(octets));
            } catch (GeneralSecurityException ofAnotherKind) {
                // the next one is tried
            }
        }
        throw new IllegalArgumentException("a key that is neither RSA nor EC");
    }
}
