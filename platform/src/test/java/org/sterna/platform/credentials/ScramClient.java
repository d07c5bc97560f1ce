package org.sterna.platform.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** SCRAM-SHA-256-PLUS as a client of its own that binds to the server's certificate: RFC 5802, RFC 5929 section 4. */
public final class ScramClient {
    private static final String HEADER = "p=tls-server-end-point,,";

    private final String password;
    private final String bare;
    private final X509Certificate certificate;

    /** @param certificate what the client has seen on its connection */
    public ScramClient(String user, String password, X509Certificate certificate) {
        this.password = password;
        this.certificate = certificate;
        bare = "n=" + user + ",r=fyko+d2lbbFgONRv9qkxdawL";
    }

    public String first() {
        return base64(HEADER + bare);
    }

    /** @param challenge base64 */
    public String last(String challenge) {
        String first = new String(Base64.getDecoder().decode(challenge), StandardCharsets.UTF_8);
        String[] parts = first.split(",");
        try {
            byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            byte[] bound = Arrays.copyOf(header, header.length + hash.length);
            System.arraycopy(hash, 0, bound, header.length, hash.length);
            String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(password.toCharArray(),
                    Base64.getDecoder().decode(parts[1].substring(2)), Integer.parseInt(parts[2].substring(2)), 256)).getEncoded();
            byte[] proof = mac(salted, "Client Key");
            byte[] signature = mac(MessageDigest.getInstance("SHA-256").digest(proof), bare + "," + first + "," + withoutProof);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= signature[i];
            }
            return base64(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
