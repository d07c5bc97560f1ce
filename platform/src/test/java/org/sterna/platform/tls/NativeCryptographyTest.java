package org.sterna.platform.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On the systems that the library is for, which are those of the build's profiles. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class NativeCryptographyTest {
    private static final String NAME = "AmazonCorrettoCryptoProvider";
    private static final byte[] TEXT = "Hello.\r\n".getBytes(US_ASCII);
    private static boolean before;

    @BeforeAll
    static void install() {
        before = Security.getProvider(NAME) != null;
        NativeCryptography.install();
        NativeCryptography.install();
    }

    @AfterAll
    static void remove() {
        if (!before) {
            Security.removeProvider(NAME);
        }
    }

    @Test
    void isTheFirstThatIsAskedAndThereOnce() throws Exception {
        assertThat(Security.getProviders()[0].getName()).isEqualTo(NAME);
        assertThat(Arrays.stream(Security.getProviders()).map(Provider::getName)).containsOnlyOnce(NAME);
        assertThat(Signature.getInstance("SHA256withECDSA").getProvider().getName()).isEqualTo(NAME);
    }

    @Test
    void signsAndVerifiesAsJavasOwnDoes() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA", "SunRsaSign").generateKeyPair();
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC", "SunEC");
        curve.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair ec = curve.generateKeyPair();
        for (List<String> pair : List.of(List.of(NAME, "SunRsaSign"), List.of("SunRsaSign", NAME))) {
            assertAgree("RSASSA-PSS", rsa, pair.get(0), pair.get(1));
            assertAgree("SHA256withRSA", rsa, pair.get(0), pair.get(1));
        }
        assertAgree("SHA256withECDSA", ec, NAME, "SunEC");
        assertAgree("SHA256withECDSA", ec, "SunEC", NAME);
    }

    private static void assertAgree(String algorithm, KeyPair keys, String signer, String verifier) throws GeneralSecurityException {
        byte[] signature = sign(algorithm, keys.getPrivate(), signer);
        assertThat(verify(algorithm, keys.getPublic(), signature, TEXT, verifier)).as(algorithm + " by " + signer).isTrue();
        assertThat(verify(algorithm, keys.getPublic(), signature, "Hallo.\r\n".getBytes(US_ASCII), verifier)).as(algorithm + " of another text").isFalse();
    }

    private static byte[] sign(String algorithm, PrivateKey key, String provider) throws GeneralSecurityException {
        Signature signature = signature(algorithm, provider);
        signature.initSign(key);
        signature.update(TEXT);
        return signature.sign();
    }

    private static boolean verify(String algorithm, PublicKey key, byte[] octets, byte[] text, String provider) throws GeneralSecurityException {
        Signature signature = signature(algorithm, provider);
        signature.initVerify(key);
        signature.update(text);
        return signature.verify(octets);
    }

    private static Signature signature(String algorithm, String provider) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }

    @Test
    void handshakesSucceedWithEachSuiteVersionAndKindOfKey() throws Exception {
        for (TlsIdentity identity : List.of(TestPem.rsa("mail.example.org"), TestPem.ec("mail.example.org"))) {
            ShownCertificates shown = ShownCertificates.of(List.of(identity));
            ServerTls server = new ServerTls(() -> shown, TestPem.RULES);
            for (String suite : TestPem.RULES.cipherSuites()) {
                if (suite.contains("_WITH_") && !suite.contains(identity.key().getAlgorithm().equals("RSA") ? "_RSA_" : "_ECDSA_")) {
                    continue;
                }
                SSLEngine client = ClientTls.trusting(List.of(), Map.of()).handshake("mail.example.org", 25, new PeerCheck.Anyone(), Optional.empty()).engine();
                client.setEnabledCipherSuites(new String[] {suite});
                Handshake.between(client, server.engine());
                assertThat(client.getSession().getCipherSuite()).isEqualTo(suite);
                assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(identity.chain().get(0));
            }
        }
    }
}
