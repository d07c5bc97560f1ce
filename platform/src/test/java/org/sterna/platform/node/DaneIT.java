package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * DANE against a real Postfix, with zones that are really signed and validated by the node: records of the key and of the authority, a wrong one, one whose
 * signature is too old, one in an unsigned zone, and one of a host without TLS. The domain {@code PEER.test} has the MX {@code mx.PEER.test}.
 */
class DaneIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private static Path folder;
    private static SignedZones zones;
    private static PostfixInstance postfix;
    private static NodeProcess node;
    private static Dispatch dispatch;
    private static final List<String> RECORDS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        assertThat(PostfixInstance.isUsable()).as("Postfix is installed (apt-get install postfix) and this runs as root").isTrue();
        assertThat(SignedZones.areUsable()).as("NSD and LDNS are installed (apt-get install nsd ldnsutils)").isTrue();
        TestAuthority authority = new TestAuthority(folder);
        postfix = new PostfixInstance("out.test", "jones", "example.org", 1);
        zones = new SignedZones(Files.createDirectory(folder.resolve("zones")));
        Path key = authority.expired("elsewhere.test");
        String rightKey = record(3, 1, certificate(key));
        String wrongKey = record(3, 1, certificate(authority.issue("nobody.test")));

        RECORDS.add("ns.test. 60 IN A 127.0.0.1");
        peer("key", "127.0.0.11", Optional.of(key));
        tlsa("mx.key.test", rightKey);
        peer("authority", "127.0.0.12", Optional.of(authority.chained("mx.authority.test")));
        tlsa("mx.authority.test", record(2, 0, certificate(authority.file())));
        peer("wrong", "127.0.0.13", Optional.of(authority.issue("mx.wrong.test")));
        tlsa("mx.wrong.test", wrongKey);
        peer("old", "127.0.0.14", Optional.of(authority.issue("mx.old.test")));
        delegate("_tcp.mx.old.test.", zones.expired("_tcp.mx.old.test.", List.of("_" + postfix.port() + "._tcp.mx.old.test. 60 IN TLSA " + rightKey)));
        peer("plain", "127.0.0.15", Optional.empty());
        tlsa("mx.plain.test", rightKey);
        RECORDS.add("second.test. 60 IN MX 10 mx.wrong.test.");
        RECORDS.add("second.test. 60 IN MX 20 mx.key.test.");
        postfix.alsoTakes("jones", "second.test");
        unsigned(authority, wrongKey);

        Path anchors = Files.write(folder.resolve("anchors"), zones.signed("test.", RECORDS));
        zones.start();
        node = NodeProcess.start("dane", "sterna.dns.servers=[\"" + zones.address() + "\"]", "sterna.dns.dnssec=validate", "sterna.dns.trust-anchors=" + anchors,
                "sterna.relay.smtp-port=" + postfix.port(), "sterna.relay.trusted-networks=[\"127.0.0.0/8\"]");
        postfix.start();
        dispatch = new Dispatch(node);
    }

    private static void peer(String name, String address, Optional<Path> certificate) throws IOException {
        RECORDS.add(name + ".test. 60 IN MX 10 mx." + name + ".test.");
        RECORDS.add("mx." + name + ".test. 60 IN A " + address);
        listen(name, address, certificate);
    }

    private static void listen(String name, String address, Optional<Path> certificate) throws IOException {
        List<String> options = certificate.map(file -> List.of("smtpd_tls_cert_file=" + file, "smtpd_tls_key_file=" + file))
                .orElse(List.of("smtpd_tls_security_level=none"));
        postfix.listen(address, options.toArray(String[]::new));
        postfix.alsoTakes("jones", name + ".test");
    }

    private static void tlsa(String host, String data) {
        RECORDS.add("_" + postfix.port() + "._tcp." + host + ". 60 IN TLSA " + data);
    }

    private static void delegate(String zone, List<String> ds) {
        RECORDS.add(zone + " 60 IN NS ns.test.");
        RECORDS.addAll(ds);
    }

    private static void unsigned(TestAuthority authority, String wrongKey) throws IOException {
        delegate("unsigned.test.", List.of());
        zones.unsigned("unsigned.test.", List.of("unsigned.test. 60 IN MX 10 mx.unsigned.test.", "mx.unsigned.test. 60 IN A 127.0.0.16",
                "_" + postfix.port() + "._tcp.mx.unsigned.test. 60 IN TLSA " + wrongKey));
        listen("unsigned", "127.0.0.16", Optional.of(authority.issue("mx.unsigned.test")));
    }

    private static X509Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(pem));
    }

    private static String record(int usage, int selector, X509Certificate certificate) throws GeneralSecurityException {
        byte[] selected = selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
        return usage + " " + selector + " 1 " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(selected));
    }

    @AfterAll
    static void end() throws IOException {
        if (node != null) {
            node.close();
        }
        if (postfix != null) {
            postfix.close();
        }
        if (zones != null) {
            zones.close();
        }
    }

    private static String send(String peer) throws IOException {
        return dispatch.send("smith@example.org", peer, "jones@" + peer + ".test");
    }

    private static boolean has(String peer) {
        return postfix.mailbox().stream().anyMatch(message -> message.contains("Subject: " + peer + "\r\n"));
    }

    private static void isRelayed(String id, String peer, boolean verified) {
        String relayed = dispatch.await(id, "relayed");
        assertThat(relayed).as(peer).containsPattern("TLSv1\\.[23] TLS_");
        assertThat(relayed.contains("verified")).as(peer + ": " + relayed).isEqualTo(verified);
        Await.until("Postfix has " + peer, PATIENCE, () -> has(peer));
    }

    @Test
    @Timeout(900)
    void signedRecordsSayWhoGetsMail() throws IOException {
        String key = send("key");
        String authority = send("authority");
        String wrong = send("wrong");
        String old = send("old");
        String plain = send("plain");
        String second = send("second");
        String unsigned = send("unsigned");
        isRelayed(key, "key", true);
        isRelayed(authority, "authority", true);
        isRelayed(unsigned, "unsigned", false);
        isRelayed(second, "second", true);
        assertThat(dispatch.detail(second, "attempt started").orElseThrow()).contains("mx.key.test");
        assertThat(dispatch.await(wrong, "deferred")).contains("no TLSA record of mx.wrong.test matches the certificate");
        assertThat(dispatch.await(plain, "deferred")).contains("TLS is demanded, and the next host does not offer it");
        assertThat(dispatch.await(old, "deferred")).contains("_tcp.mx.old.test", "TLSA");
        assertThat(List.of(has("wrong"), has("plain"), has("old"))).containsOnly(false);
        assertThat(node.list("queue", "list")).hasSize(3);
    }
}
