package org.sterna.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.config.CertificateFiles;

class CertificatesTest {
    @TempDir
    private Path data;

    @Test
    void selfSignedCertificateIsMadeOnceAndNamesTheHost() throws Exception {
        TlsIdentity first = selfSigned(data);
        assertThat(first.chain()).hasSize(1);
        assertThat(first.chain().get(0).getSubjectAlternativeNames()).extracting(name -> name.get(1).toString())
                .containsExactly("mx.example.org", "localhost", "127.0.0.1");
        assertThat(first.chain().get(0).getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(3640)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tls/key.pem")))).isEqualTo("rw-------");
        assertThat(selfSigned(data).chain()).isEqualTo(first.chain());
    }

    @Test
    void bothSidesAgreeOnModernTls() throws Exception {
        SSLEngine server = of(selfSigned(data)).engine();
        SSLEngine client = ClientTls.trusting(List.of(), Map.of()).handshake("mx.example.org.", 25, new PeerCheck.Anyone(), Optional.empty()).engine();
        assertThat(client.getSSLParameters().getServerNames()).hasSize(1);
        Handshake.between(client, server);
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(client.getSession().getPeerCertificates()).hasSize(1);
    }

    @Test
    void tls12IsSpokenWithForwardSecrecyAndNothingOlder() throws Exception {
        ServerTls tls = of(selfSigned(data));
        SSLEngine client = ClientTls.trusting(List.of(), Map.of()).handshake("127.0.0.1", 25, new PeerCheck.Anyone(), Optional.empty()).engine();
        assertThat(client.getSSLParameters().getServerNames()).isEmpty();
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        Handshake.between(client, tls.engine());
        assertThat(client.getSession().getCipherSuite()).startsWith("TLS_ECDHE_ECDSA_").contains("_GCM_");
        assertThat(tls.engine().getEnabledCipherSuites()).noneMatch(suite -> suite.contains("_CBC_") || suite.startsWith("TLS_RSA_"));
        assertThat(tls.engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    }

    @Test
    void chainAndKeyMayBeInOneFileInAnyOrder() throws IOException {
        TlsIdentity made = selfSigned(data);
        String key = Files.readString(data.resolve("tls/key.pem"));
        String certificate = Files.readString(data.resolve("tls/certificate.pem"));
        Path both = Files.writeString(data.resolve("both.pem"), key + certificate + certificate);
        TlsIdentity read = Certificates.read(new CertificateFiles("sterna.tls", both, Optional.empty()));
        assertThat(read.chain()).hasSize(2).containsOnly(made.chain().get(0));
        assertThat(read.key()).isEqualTo(made.key());
    }

    @Test
    void everyKindOfPrivateKeyIsRead() throws Exception {
        for (String kind : List.of("rsa", "ec")) {
            Path pem = generate(kind);
            for (Path key : List.of(pem.resolve("pkcs8.pem"), pem.resolve("traditional.pem"))) {
                TlsIdentity identity = Certificates.read(new CertificateFiles("sterna.tls", pem.resolve("certificate.pem"), Optional.of(key)));
                SSLEngine client = ClientTls.trusting(List.of(), Map.of()).handshake("localhost", 25, new PeerCheck.Anyone(), Optional.empty()).engine();
                Handshake.between(client, of(identity).engine());
                assertThat(client.getSession().getPeerCertificates()[0]).isEqualTo(identity.chain().get(0));
            }
        }
    }

    @Test
    void whatCannotBeUsedIsNamedWithItsSetting() throws Exception {
        selfSigned(data);
        Path certificate = data.resolve("tls/certificate.pem");
        Path key = data.resolve("tls/key.pem");
        Path absent = data.resolve("absent.pem");
        Path garbage = Files.writeString(data.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
        Path empty = Files.writeString(data.resolve("empty.pem"), "");
        selfSigned(data.resolve("other"));
        assertRefused(absent, key, "sterna.tls.certificate = " + absent + ": there is no such file");
        assertRefused(certificate, absent, "sterna.tls.key = " + absent + ": there is no such file");
        assertRefused(garbage, key, "sterna.tls.certificate = " + garbage + " is not a readable PEM file");
        assertRefused(empty, key, "sterna.tls.certificate = " + empty + " holds no certificate");
        assertRefused(key, key, "sterna.tls.certificate = " + key + " holds no certificate");
        assertRefused(certificate, certificate, "sterna.tls.key = " + certificate + " holds no private key");
        assertRefused(certificate, data.resolve("other/tls/key.pem"), "is not the key of the first certificate");
        Path encrypted = data.resolve("encrypted.pem");
        openssl("pkcs8", "-topk8", "-in", key.toString(), "-out", encrypted.toString(), "-passout", "pass:secret");
        assertRefused(certificate, encrypted, "sterna.tls.key = " + encrypted + " is encrypted");
    }

    private static ServerTls of(TlsIdentity identity) {
        ShownCertificates shown = ShownCertificates.of(List.of(identity));
        return new ServerTls(() -> shown, TestPem.RULES);
    }

    private static TlsIdentity selfSigned(Path data) {
        return Certificates.selfSigned(data, "mx.example.org");
    }

    private void assertRefused(Path certificate, Path key, String message) {
        assertThatThrownBy(() -> Certificates.read(new CertificateFiles("sterna.tls", certificate, Optional.of(key))))
                .isInstanceOf(TlsException.class).hasMessageContaining(message);
    }

    /** Real files of the program most keys come from; Debian's ca-certificates brings it along. */
    private Path generate(String kind) throws Exception {
        Path folder = Files.createDirectory(data.resolve(kind));
        String key = folder.resolve("pkcs8.pem").toString();
        if (kind.equals("rsa")) {
            openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key);
        } else {
            openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key);
        }
        openssl("pkey", "-in", key, "-traditional", "-out", folder.resolve("traditional.pem").toString());
        openssl("req", "-x509", "-new", "-key", key, "-subj", "/CN=mx.example.org", "-out",
                folder.resolve("certificate.pem").toString());
        return folder;
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(data.resolve("openssl.log").toFile())
                .start();
        assertThat(process.waitFor()).as(() -> String.join(" ", command)).isZero();
    }
}
