package org.sterna.platform.tls.bouncycastle;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.sterna.platform.tls.TlsException;
import org.sterna.platform.tls.TlsIdentity;

/** Reads a certificate chain and its private key from PEM files (RFC 7468): PKCS#8, PKCS#1 or SEC 1 (EC), in any order. */
public final class PemPair {
    private static final byte[] PROBE = "does the key belong to the certificate?".getBytes(StandardCharsets.US_ASCII);

    private PemPair() {
    }

    /**
     * Reads one identity.
     *
     * @param certificateSetting the setting that named the certificate's file, for error messages
     * @param keySetting         the setting that named the key's file
     * @throws TlsException when that does not give a usable pair
     */
    public static TlsIdentity read(Path certificate, Path key, String certificateSetting, String keySetting) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object part : parts(certificate, certificateSetting)) {
            if (part instanceof X509CertificateHolder holder) {
                chain.add(certificate(holder, certificate, certificateSetting));
            }
        }
        if (chain.isEmpty()) {
            throw new TlsException(certificateSetting + " = " + certificate + " holds no certificate; it must be a PEM file");
        }
        PrivateKey privateKey = parts(key, keySetting).stream().flatMap(part -> key(part, key, keySetting).stream()).findFirst()
                .orElseThrow(() -> new TlsException(keySetting + " = " + key + " holds no private key; it must be a PEM file"
                        + (key.equals(certificate) ? ", or sterna.tls.key must name the key's file" : "")));
        if (!belongTogether(privateKey, chain.get(0).getPublicKey())) {
            throw new TlsException(keySetting + " = " + key + " is not the key of the first certificate in " + certificateSetting
                    + " = " + certificate);
        }
        return new TlsIdentity(privateKey, chain);
    }

    private static List<Object> parts(Path file, String setting) {
        try (Reader reader = Files.newBufferedReader(file); PEMParser parser = new PEMParser(reader)) {
            List<Object> parts = new ArrayList<>();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
            return parts;
        } catch (NoSuchFileException e) {
            throw new TlsException(setting + " = " + file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new TlsException(setting + " = " + file + ": this user may not read it", e);
        } catch (IOException | RuntimeException e) {         // the parser throws both kinds at garbage
            throw new TlsException(setting + " = " + file + " is not a readable PEM file: " + e.getMessage(), e);
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder, Path file, String setting) {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new TlsException(setting + " = " + file + " holds a broken certificate: " + e.getMessage(), e);
        }
    }

    private static List<PrivateKey> key(Object part, Path file, String setting) {
        if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
            throw new TlsException(setting + " = " + file + " is encrypted; decrypt it with openssl pkey");
        }
        try {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            if (part instanceof PEMKeyPair pair) {
                return List.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
            }
            return part instanceof PrivateKeyInfo info ? List.of(converter.getPrivateKey(info)) : List.of();
        } catch (IOException e) {
            throw new TlsException(setting + " = " + file + " holds a key of a kind that cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
                case "EC", "ECDSA" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> key.getAlgorithm();               // Ed25519 and the like sign under their own name
            });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {               // keys of two kinds
            return false;
        }
    }
}
