package org.sterna.platform.tls;

import org.sterna.config.TlsSettings;

/**
 * What the JDK lets nobody say of a single port, but only of the whole process, by its list of providers and by system properties, which it reads once: to be called
 * before anything else of TLS is used. What the operator has set on the command line stays.
 */
public final class TlsOfThisJvm {
    /** Without those that sign SHA-1, or with DSA. */
    private static final String SIGNATURES = "ed25519,ed448,ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,"
            + "rsa_pss_rsae_sha256,rsa_pss_rsae_sha384,rsa_pss_rsae_sha512,rsa_pss_pss_sha256,rsa_pss_pss_sha384,rsa_pss_pss_sha512,"
            + "rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512";
    private static final String RESPONDER_MILLIS = "1000";

    private TlsOfThisJvm() {
    }

    /** Says what the settings want. */
    public static void prepare(TlsSettings settings) {
        if (settings.nativeCode()) {
            NativeCryptography.install();
        }
        unlessSet("jdk.tls.server.SignatureSchemes", SIGNATURES);
        if (settings.ocspStapling()) {
            unlessSet("jdk.tls.server.enableStatusRequestExtension", "true");
            unlessSet("jdk.tls.stapling.responseTimeout", RESPONDER_MILLIS);
        }
    }

    private static void unlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
